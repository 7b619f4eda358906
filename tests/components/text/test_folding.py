from components.text.folding import fold, words


def test_case_accents_and_typography_no_longer_matter():
    assert fold("L’ÉCO-Construction\u00a0: Œuvre") == "l'eco-construction : oeuvre"
    assert fold("e\u0301té") == "ete"
    assert words("L’Infopôle, c’est quoi ?") == ["l", "infopole", "c", "est", "quoi"]
