import Testing

/// A configuration with a mistake, and what is said about it.
struct ConfigMistake: Sendable, CustomTestStringConvertible {
  var id: String
  var text: String
  var problems: [String]

  var testDescription: String { id }

  init(_ id: String, _ text: String, _ problems: String...) {
    self.id = id
    self.text = text
    self.problems = problems
  }

  private static let good = "[cluster.c]\nnodes = ['10.0.0.1']\n"

  static let all: [ConfigMistake] = [
    .init(
      "empty", "", "0: names no cluster; it needs a section such as [cluster.homelab] with nodes"),
    .init("grammar", "[cluster.c]\nnodes = [", "2: not TOML: Error while parsing array: encountered end-of-file"),
    .init("no nodes", "\n[cluster.c]\n", "2: [cluster.c] has no nodes; give the address of each"),
    .init("empty nodes", "[cluster.c]\nnodes = []", "2: nodes: is empty; give the address of each"),
    .init("nodes no array", "[cluster.c]\nnodes = 'a'", "2: nodes: must be an array of hosts, not a string"),
    .init(
      "address with port", "[cluster.c]\nnodes = [\n  '10.0.0.1:22',\n]",
      "3: nodes: '10.0.0.1:22' is not a host name or IP address"),
    .init(
      "entry without address", "[cluster.c]\nnodes = [\n  # one\n  { name = 'pve1' },\n  '10.0.0.2' ]",
      "4: nodes: an entry has no address"),
    .init(
      "entry with unknown key", "[cluster.c]\nnodes = [{ adress = '10.0.0.1' }]",
      "2: unknown key 'adress' in an entry of nodes; did you mean 'address'?"),
    .init(
      "bad node name", "[cluster.c]\nnodes = [{ name = 'pve 1', address = '10.0.0.1' }]",
      "2: name: 'pve 1' is not a node name (letters, digits and hyphens)"),
    .init(
      "same address", "[cluster.c]\nnodes = ['10.0.0.1',\n'10.0.0.1']", "3: '10.0.0.1' is already named in line 2"),
    .init(
      "same door", "[cluster.c]\nnodes = [{ name = 'a', address = '10.0.0.1' },\n{ name = 'b', address = '10.0.0.1' }]",
      "3: 10.0.0.1 port 22 is already the address of a host in line 2"),
    .init(
      "unknown section", good + "[polcy]\nreboot = 'always'",
      "3: unknown key 'polcy' in the file; did you mean 'policy'?"),
    .init("unknown and far", good + "[database]", "3: unknown key 'database' in the file"),
    .init(
      "unknown key of a cluster", good + "backup_server = []",
      "3: unknown key 'backup_server' in [cluster.c]; did you mean 'backup_servers'?"),
    .init(
      "unknown key of a cluster's section", good + "[cluster.c.timing]\n\npol = 1",
      "5: unknown key 'pol' in [cluster.c.timing]; did you mean 'poll'?"),
    .init("section as a value", good + "[cluster.c.x]\n", "3: unknown key 'x' in [cluster.c]"),
    .init(
      "cluster with a blank", "[cluster.'a b']\nnodes = ['10.0.0.1']",
      "1: 'a b' is no name for a cluster (letters, digits, - and _)"),
    .init("silence without end", good + "[silence]\nstart = ['quiet']", "3: [silence] needs both start and end"),
    .init(
      "silence too short", good + "[silence]\nstart = ['on']\nend = ['off']\nlength = '60s'",
      "3: [silence] has a length of less than six times its timeout"),
    .init(
      "silence by a shell", good + "[silence]\nstart = 'on'\nend = []", "3: [silence] needs both start and end",
      "4: start: must be an array of strings, not a string", "5: end: is empty; give a program and its arguments"),
    .init("hook without run", good + "[[cluster.c.hook]]\non = 'before-run'", "3: a [[hook]] needs on and run"),
    .init(
      "hook nowhere", good + "[[cluster.c.hook]]\non = 'attention'\nrun = ['a']\nwhere = 'node'",
      "3: a [[hook]] on attention is about no node that it could be run on"),
    .init(
      "hook at no moment", good + "[[cluster.c.hook]]\non = 'before-noon'\nrun = ['a']",
      "4: on: 'before-noon' is none of before-run, after-run, before-node, after-node, before-move, after-move, attention; did you mean 'before-node'?"
    ),
    .init("policy no section", "policy = 3\n" + good, "1: policy: must be a section [policy]"),
    .init(
      "cluster without name", "[cluster]\nnodes = ['10.0.0.1']",
      "2: 'nodes' must be a section [cluster.nodes], or stand in [cluster.NAME]"),
    .init(
      "unknown word", good + "[policy]\nreboot = 'alway'",
      "4: reboot: 'alway' is none of needed, always, never; did you mean 'always'?"),
    .init("word as number", good + "[policy]\nreboot = 1", "4: reboot: must be a string, not a number"),
    .init("out of range", good + "[policy]\ncontainer_moves = 0", "4: container_moves: 0 is not from 1 to 64"),
    .init(
      "fraction out of range", good + "[policy]\nmemory_limit = 95", "4: memory_limit: 95.0 is not from 0.1 to 1.0"),
    .init("flag as word", good + "[ssh]\nagent = 'yes'", "4: agent: must be true or false, not a string"),
    .init("port", good + "[ssh]\nport = 70000", "4: port: 70000 is not from 1 to 65535"),
    .init("controller", good + "controller = 7", "3: controller: 7 is not from 100 to 999999999"),
    .init("paths", good + "[ssh]\nknown_hosts = [1]", "4: known_hosts: must be a string, not a number"),
    .init("duration too long", good + "[ssh]\nconnect_timeout = '2h'", "4: connect_timeout: 2h is not from 1s to 5m"),
    .init(
      "date", good + "[timing]\npoll = 2026-01-01",
      "4: poll: must be a duration such as \"90s\", \"10m\" or \"1h30m\", not a date or time"),
    .init(
      "a key for nothing", good + "[screen.keys]\nrefrsh = 'u'",
      "4: keys: unknown key 'refrsh' in [screen.keys]; did you mean 'refresh'?"),
    .init(
      "a key that is taken", good + "[screen.keys]\n# mine\nrefresh = 'm'",
      "5: keys: refresh: 'm' is taken: mouse on or off: a click selects, the wheel scrolls"),
    .init("keys no table", good + "[screen]\nkeys = 'u'", "4: keys: must be a table, not a string"),
    .init("retry over its limit", good + "[timing]\nretry = '30s'", "4: retry: is longer than retry_max"),
  ]
}
