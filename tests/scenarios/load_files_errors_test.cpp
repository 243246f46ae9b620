#include "scenario_language.hpp"

using namespace scenarios;
using tests::Files;
using tests::wrong;

TEST_CASE("a scenario that is empty, not text, or two documents") {
  CHECK(wrong("") ==
        "a.yaml:1:1: error: the file is empty\n"
        "    1 | \n"
        "      | ^\n"
        "      = a scenario starts with 'scenario: its-name'\n");
  CHECK(wrong("scenario: gr\xFC\xDF\n") ==
        "a.yaml:1:13: error: byte 0xfc is not UTF-8 text\n"
        "    1 | scenario: gr��\n"
        "      |             ^\n"
        "      = save the file as UTF-8\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "---\n"
              "scenario: y\n") ==
        "a.yaml:3:1: error: a second document starts here\n"
        "    3 | ---\n"
        "      | ^\n"
        "      = write one document a file\n");
  CHECK(wrong("[scenario, x]\n") ==
        "a.yaml:1:1: error: scenario cannot be a list\n"
        "    1 | [scenario, x]\n"
        "      | ^\n"
        "      = write its fields: scenario, about, include, key, seed, until, warmup, cluster,"
        " workload, script, faults, auto_failover, auto_reprovision, patience, swarm,"
        " liveness, draws, expect, wanted, sweep\n");
}

TEST_CASE("a file that includes itself, at once or by way of another") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "include: [a.yaml]\n") ==
        "a.yaml:3:11: error: a.yaml includes itself\n"
        "    3 | include: [a.yaml]\n"
        "      |           ^\n"
        "      = the way round: a.yaml -> a.yaml\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "include: [b.yml]\n",
              {{"b.yml", "include: [c.yml]\n"}, {"c.yml", "include: [b.yml]\n"}}) ==
        "c.yml:1:11: error: b.yml includes itself\n"
        "    1 | include: [b.yml]\n"
        "      |           ^\n"
        "      = the way round: a.yaml -> b.yml -> c.yml -> b.yml\n");
}

TEST_CASE("an include that is not there, is no mapping, or is wrong") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1}\n"
              "include: [b.yml, c.yml, d.yml]\n",
              {{"c.yml", "- nodes\n"},
               {"d.yml",
                "cluster: {nodes: none}\n"
                "sed: 3\n"
                "include: 5\n"}}) ==
        "a.yaml:3:11: error: cannot read b.yml: no such file\n"
        "    3 | include: [b.yml, c.yml, d.yml]\n"
        "      |           ^\n"
        "c.yml:1:1: error: an included file cannot be a list\n"
        "    1 | - nodes\n"
        "      | ^\n"
        "      = write fields of a scenario, such as cluster: {nodes: 3}\n"
        "d.yml:1:18: error: 'none' is not a count\n"
        "    1 | cluster: {nodes: none}\n"
        "      |                  ^\n"
        "      = write a whole number: 1500, 10k, 2M\n"
        "d.yml:2:1: error: unknown field 'sed'\n"
        "    2 | sed: 3\n"
        "      | ^\n"
        "      = did you mean 'seed'?\n"
        "d.yml:3:10: error: 'include' takes a list, not '5'\n"
        "    3 | include: 5\n"
        "      |          ^\n"
        "      = for example 'include: [cluster.yaml]'\n");
}

TEST_CASE("a profile that does not exist") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: nvme-datacentre}}\n") ==
        "a.yaml:2:34: error: there is no profile 'nvme-datacentre'\n"
        "    2 | cluster: {nodes: 1, node: {disk: nvme-datacentre}}\n"
        "      |                                  ^\n"
        "      = did you mean 'nvme-datacenter'?\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {cpu: {profile: server-2021}}}\n") ==
        "a.yaml:2:43: error: there is no profile 'server-2021'\n"
        "    2 | cluster: {nodes: 1, node: {cpu: {profile: server-2021}}}\n"
        "      |                                           ^\n"
        "      = did you mean 'server-2020'?\n");
}

TEST_CASE("a profile of something else") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: lan-10g}, network: gp3}\n") ==
        "a.yaml:2:34: error: the profile 'lan-10g' is not of a disk\n"
        "    2 | cluster: {nodes: 1, node: {disk: lan-10g}, network: gp3}\n"
        "      |                                  ^\n"
        "      = it stands in (built in)/profiles/lan-10g.yaml\n"
        "a.yaml:2:53: error: the profile 'gp3' is not of a network\n"
        "    2 | cluster: {nodes: 1, node: {disk: lan-10g}, network: gp3}\n"
        "      |                                                     ^\n"
        "      = it stands in (built in)/profiles/gp3.yaml\n");
}

TEST_CASE("a broken profile, shown where it is broken") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: mine}}\n",
              {{"profiles/mine.yaml",
                "profile: mine\n"
                "kind: disk\n"
                "about: A disk.\n"
                "source: {how: dreamt, where: here, when: now}\n"
                "disk: {wriet: 1ms}\n"}}) ==
        "profiles/mine.yaml:4:15: error: 'dreamt' is not one of measured, vendor or guessed\n"
        "    4 | source: {how: dreamt, where: here, when: now}\n"
        "      |               ^\n"
        "      = write one of measured, vendor or guessed\n"
        "profiles/mine.yaml:5:8: error: unknown field 'wriet'\n"
        "    5 | disk: {wriet: 1ms}\n"
        "      |        ^\n"
        "      = did you mean 'write'?\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: mine}}\n",
              {{"profiles/mine.yaml", ""}}) ==
        "profiles/mine.yaml:1:1: error: the file is empty\n"
        "    1 | \n"
        "      | ^\n"
        "      = a scenario starts with 'scenario: its-name'\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: mine}}\n",
              {{"profiles/mine.yaml",
                "profile: yours\n"
                "kind: disk\n"
                "about: A disk.\n"
                "source: {how: guessed, where: here, when: now}\n"
                "disk: {write: 1ms}\n"}}) ==
        "profiles/mine.yaml:1:10: error: the profile calls itself 'yours', its file 'mine'\n"
        "    1 | profile: yours\n"
        "      |          ^\n"
        "      = name the file after the profile\n");
}

TEST_CASE("a profile that says it is of another kind, starts from another, or lists links") {
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, node: {disk: mine}}\n",
              {{"profiles/mine.yaml",
                "profile: mine\n"
                "kind: cpu\n"
                "about: A disk.\n"
                "source: {how: guessed, where: here, when: now}\n"
                "disk: {profile: gp3}\n"}}) ==
        "profiles/mine.yaml:2:7: error: the profile says it is a cpu, and describes a disk\n"
        "    2 | kind: cpu\n"
        "      |       ^\n"
        "      = write kind: disk\n"
        "profiles/mine.yaml:5:17: error: a profile cannot start from another\n"
        "    5 | disk: {profile: gp3}\n"
        "      |                 ^\n"
        "      = state the figures here, so that their source is this file's\n");
  CHECK(wrong("scenario: x\n"
              "cluster: {nodes: 1, network: net}\n",
              {{"profiles/net.yaml",
                "profile: net\n"
                "kind: network\n"
                "about: A net.\n"
                "source: {how: guessed, where: here, when: now}\n"
                "network: {links: [{between: [a, b]}]}\n"}}) ==
        "profiles/net.yaml:5:18: error: a profile cannot name the places of a cluster\n"
        "    5 | network: {links: [{between: [a, b]}]}\n"
        "      |                  ^\n"
        "      = write links in the scenario, each with a profile of its own\n");
}
