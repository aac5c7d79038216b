#!/usr/bin/env node
// The workflows that `init --ci` writes, read by those who know them: the forges' own schemas (check-jsonschema), a linter
// of the language (actionlint) and an auditor of what a stranger could do with them (zizmor, offline).
//
// HEARBACK and NODE_MODULES say where the program and the npm packages are; the Python tools are on the PATH.

import { spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = resolve(process.env.HEARBACK ?? join(root, "target/debug/hearback"));
const modules = resolve(process.env.NODE_MODULES ?? join(root, "target/test-tools/node/node_modules"));
const { createLinter } = createRequire(join(modules, "..", "workflows.cjs"))("actionlint");

// What this build of actionlint is too old to know: today's runners, and that Forgejo names actions by their address.
const UNKNOWN = { github: ["runner-label"], forgejo: ["runner-label", "action"] };

const FORGES = [
  { forge: "github", file: ".github/workflows/hearback.yml", schema: ["vendor.github-workflows"] },
  { forge: "github", file: ".github/dependabot.yml", schema: ["vendor.dependabot"] },
  { forge: "forgejo", file: ".forgejo/workflows/hearback.yml", schema: ["vendor.github-workflows"] },
  { forge: "gitlab", file: ".gitlab-ci.yml", schema: ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"] },
];

/// Runs a program; what it said, if it was content.
function run(command, words) {
  const ran = spawnSync(command, words, { encoding: "utf8" });
  assert.equal(ran.status, 0, `${command} ${words.join(" ")}\n${ran.error ?? ""}${ran.stdout}${ran.stderr}`);
  return ran.stdout + ran.stderr;
}

const folder = mkdtempSync(join(tmpdir(), "hearback-workflows-"));
try {
  const lint = await createLinter();
  for (const { forge, file, schema } of FORGES) {
    const site = join(folder, forge);
    const path = join(site, file);
    mkdirSync(site, { recursive: true });
    writeFileSync(join(site, "hearback.yaml"), "title: Ferrow\nurl: https://ferrow.example/\n");
    if (file !== ".github/dependabot.yml") run(program, ["init", "--ci", forge, site]);
    run("check-jsonschema", ["--builtin-schema", ...schema, path]);
    if (file.includes("workflows/")) {
      const found = lint(readFileSync(path, "utf8"), path).filter((one) => !UNKNOWN[forge].includes(one.kind));
      assert.deepEqual(found, [], `${file}: actionlint`);
    }
    console.log(`ok: ${file}`);
  }
  // The strictest of its personas: even a word of advice is a finding.
  run("zizmor", ["--offline", "--quiet", "--no-progress", "--persona", "auditor", join(folder, "github")]);
  console.log("ok: nothing that a stranger could use");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
