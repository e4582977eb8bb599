// The plain page: the text and nothing on it. What an article needs at the least.
import { article } from "./dom.js";

export default {
  show: article,
  shown: () => document.querySelector("article p") !== null,
  count: () => 0,
};
