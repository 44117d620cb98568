// Adds what is not Maven's, Debian's packages, to the bill of materials of a program: node sbom.mjs BOM PACKAGES SUITE MODULES > whole
// PACKAGES has a line for each: name, version and architecture, with tabs between.
import { readFileSync } from "node:fs";

const [bomFile, packagesFile, suite, modules] = process.argv.slice(2);
const bom = JSON.parse(readFileSync(bomFile, "utf8"));
const strongest = (part) => ({ ...part, hashes: part.hashes?.filter((hash) => hash.alg === "SHA-256") });
bom.metadata.tools.components = bom.metadata.tools.components.map(strongest);
bom.components = bom.components.map(strongest);
for (const line of readFileSync(packagesFile, "utf8").split("\n").filter(Boolean)) {
  const [name, version, arch] = line.split("\t");
  if (name.endsWith("-jre-headless")) {
    continue; // linked with, not shipped
  }
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${arch}&distro=${suite}`;
  bom.components.push({
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    scope: "required",
    properties: name.endsWith("-jdk-headless") ? [{ name: "skerry:java-modules", value: modules }] : undefined,
  });
}
bom.components.sort((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1));
process.stdout.write(JSON.stringify(bom, null, 1) + "\n");
