// citeproc.js STYLE LOCALES <ITEMS: the entries of a bibliography and the notes, as JSON.
const fs = require("fs");
const CSL = require("citeproc");
const [, , style, locales] = process.argv;
const items = JSON.parse(fs.readFileSync(0, "utf8"));
const system = {
  retrieveItem: (id) => items.find((item) => item.id === id),
  retrieveLocale: (language) => {
    const path = `${locales}/locales-${language}.xml`;
    return fs.readFileSync(fs.existsSync(path) ? path : `${locales}/locales-en-US.xml`, "utf8");
  },
};
const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"), "zh-CN");
engine.setOutputFormat("text");
engine.updateItems(items.map((item) => item.id));
const note = (item) => ({ citationItems: [{ id: item.id }], properties: { noteIndex: 1 } });
console.log(JSON.stringify({
  entries: engine.makeBibliography()[1].map((entry) => entry.trim()),
  notes: items.map((item) => engine.previewCitationCluster(note(item), [], [], "text")),
}));
