from channels.bubble import Bubble, Link


def test_a_bubble_keeps_text_topic_clusters_and_buttons_together():
    message = {
        "text": "Voyez http://clusters.wallonie.be.",
        "metadata": {"topic": "adhesion"},
        "clusters": ["tweed"],
        "buttons": [{"title": "Oui", "payload": "/affirmer"}],
        "elements": [],
    }
    bubble = Bubble.from_message(message)
    assert bubble.topic == "adhesion"
    assert bubble.clusters == ("tweed",)
    assert bubble.links == (Link("clusters.wallonie.be", "http://clusters.wallonie.be"),)
    assert bubble.as_dict()["buttons"] == ({"title": "Oui", "payload": "/affirmer"},)


def test_an_address_named_twice_is_one_link_and_a_bare_message_has_none():
    text = "http://a.be/x, puis http://a.be/x\net (https://b.be)"
    links = Bubble.from_message({"text": text}).links
    assert [link.url for link in links] == ["http://a.be/x", "https://b.be"]
    assert Bubble.from_message({}) == Bubble("")
