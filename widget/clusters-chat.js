// The assistant of the Walloon clusters, as one tag: <clusters-chat></clusters-chat>.
// Attributes, events, properties and parts: /integration.html on the server.
import { ClustersChat } from "./element.js";

if (!customElements.get("clusters-chat")) customElements.define("clusters-chat", ClustersChat);
