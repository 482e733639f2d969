import Cluster
import Local
import Orchestration
import Planning
import Screen
import Testing

@testable import Commands

@Suite struct ConfigFileTests {
  static let place = ConfigPlace(
    config: "/etc/herdmon/herdmon.toml", isRoot: true, environment: ["HOME": "/root"], workingDirectory: "/work")

  static func load(_ text: String) throws -> ConfigFile { try ConfigFile(text, at: place) }

  static func problems(_ text: String) -> [String] {
    do {
      _ = try ConfigFile(text, at: place)
      return []
    } catch {
      return error.problems.map { "\($0.line): \($0.message)" }
    }
  }

  @Test func `addresses are all that a configuration must give`() throws {
    let cluster = try Self.load("cluster.homelab.nodes = ['192.168.1.11']").cluster(named: nil)
    #expect(cluster.name == "homelab")
    #expect(cluster.nodes.map(\.address) == ["192.168.1.11"])
    #expect(cluster.nodes.map(\.label) == ["192.168.1.11"])
    #expect(cluster.policy == Policy())
    #expect(cluster.ssh.identityFiles.isEmpty)
    #expect(cluster.ssh.knownHosts == ["/root/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"])
    #expect(cluster.stateDirectory == "/var/lib/herdmon")
  }

  @Test func `every key of the manual is read`() throws {
    let cluster = try Self.load(
      """
      state_dir = "state"
      [cluster.homelab]
      nodes = [ { name = "pve1", address = "192.168.1.11", port = 2201, user = "op", identity_file = "~/k" }, "pve2.lan" ]
      backup_servers = [ { name = "pbs1", address = "192.168.1.20" } ]
      controller = 200
      [ssh]
      user = "admin"
      port = 2222
      identity_files = ["~/.ssh/a", "keys/b"]
      agent = false
      sudo = true
      known_hosts = ["~/.ssh/known_hosts"]
      connect_timeout = "5s"
      \(Self.policyText)
      [screen]
      theme = "green"
      ascii = true
      read_only = true
      keys = { refresh = "u", all = "Z" }
      """
    ).cluster(named: "homelab")
    var ssh = SSHConfig(at: Self.place)
    ssh.user = "admin"
    ssh.port = 2222
    ssh.identityFiles = ["/root/.ssh/a", "/etc/herdmon/keys/b"]
    ssh.usesAgent = false
    ssh.usesSudo = true
    ssh.knownHosts = ["/root/.ssh/known_hosts"]
    ssh.connectTimeoutSeconds = 5
    #expect(cluster.ssh == ssh)
    var own = ssh
    own.user = "op"
    own.port = 2201
    own.identityFiles = ["/root/k"]
    #expect(
      cluster.nodes == [
        HostConfig(name: NodeName("pve1"), address: "192.168.1.11", ssh: own, line: 3),
        HostConfig(name: nil, address: "pve2.lan", ssh: ssh, line: 3),
      ])
    #expect(cluster.backupServers == [HostConfig(name: NodeName("pbs1"), address: "192.168.1.20", ssh: ssh, line: 4)])
    #expect(cluster.policy == Self.policyOfTheManual)
    let keys = try KeyMap(changing: ["refresh": "u", "all": "Z"])
    #expect(cluster.screen == ScreenConfig(theme: "green", usesASCII: true, isReadOnly: true, keyMap: keys))
    #expect(cluster.stateDirectory == "/etc/herdmon/state")
  }

  private static let policyText = """
    [policy]
    reboot = "needed"
    on_guest_failure = "hold"
    ceph_noout = false
    other_actors = "suspend"
    config_files = "new"
    repair_packages = true
    unlock_own_moves = true
    reboot_method = "kexec"
    reboot_escalation = "sysrq"
    container_moves = 4
    machine_moves = 1
    move_attempts = 2
    shutdown_timeout = "1m30s"
    memory_limit = 0.8
    [timing]
    poll = "1s"
    answer = "30s"
    retry = "3s"
    retry_max = "20s"
    silence_max = "5m"
    move_max = "20m"
    upgrade_max = "1h30m"
    reboot_max = 600
    maintenance_max = "10m"
    upgrade_silence_max = "3m"
    shutdown_max = "4m"
    reboot_poll = 7.5
    """

  private static var policyOfTheManual: Policy {
    var policy = Policy()
    policy.reboot = .needed
    policy.onGuestFailure = .hold
    policy.cephNoout = false
    policy.otherActors = .suspend
    policy.configFiles = .new
    policy.repairsPackages = true
    policy.unlocksOwnMoves = true
    policy.rebootMethod = .kexec
    policy.rebootEscalation = .sysrq
    policy.containerMovesMax = 4
    policy.machineMovesMax = 1
    policy.moveAttemptsMax = 2
    policy.shutdownSeconds = 90
    policy.memoryLimit = 0.8
    policy.controller = GuestID(200)
    policy.timing.pollSeconds = 1
    policy.timing.answerSeconds = 30
    policy.timing.retrySeconds = 3
    policy.timing.retryMaxSeconds = 20
    policy.timing.silenceMaxSeconds = 300
    policy.timing.moveMaxSeconds = 1200
    policy.timing.upgradeMaxSeconds = 5400
    policy.timing.rebootMaxSeconds = 600
    policy.timing.maintenanceMaxSeconds = 600
    policy.timing.upgradeSilenceMaxSeconds = 180
    policy.timing.shutdownMaxSeconds = 240
    policy.timing.rebootPollSeconds = 7.5
    return policy
  }

  @Test func `commands that keep monitoring quiet are read, and without them nobody is told`() throws {
    let text = """
      [cluster.c]
      nodes = ["10.0.0.1"]
      [silence]
      start = ["/usr/local/bin/quiet", "on"]
      extend = ["quiet", "longer"]
      end = ["/usr/local/bin/quiet", "off"]
      length = "30m"
      timeout = "10s"
      patience = "5m"
      on_failure = "ignore"
      """
    let cluster = try Self.load(text).cluster(named: nil)
    var rules = SilenceRules()
    (rules.lengthSeconds, rules.limitSeconds, rules.patienceSeconds) = (1800, 10, 300)
    rules.onFailure = .ignore
    #expect(cluster.policy.silence == rules)
    #expect(
      cluster.silencer
        == SilenceCommands(
          start: LocalCommand(["/usr/local/bin/quiet", "on"]), extend: LocalCommand(["quiet", "longer"]),
          end: LocalCommand(["/usr/local/bin/quiet", "off"])))
    #expect(try Self.load("cluster.c.nodes = ['10.0.0.1']").cluster(named: nil).policy.silence == nil)
  }

  @Test func `hooks are read in the order of the file`() throws {
    let text = """
      [cluster.c]
      nodes = ["10.0.0.1"]
      [[cluster.c.hook]]
      on = "before-move"
      run = ["fsfreeze", "/data"]
      where = "guest"
      timeout = "5s"
      on_failure = "ignore"
      [[cluster.c.hook]]
      on = "attention"
      run = ["mail-me"]
      """
    var first = Hook(.beforeMove, at: .guest, words: ["fsfreeze", "/data"])
    (first.limitSeconds, first.onFailure) = (5, .ignore)
    let hooks = try Self.load(text).cluster(named: nil).policy.hooks
    #expect(hooks == [first, Hook(.attention, words: ["mail-me"])])
  }

  @Test func `a cluster's section overrides the shared one key by key, wherever either stands`() throws {
    let file = try Self.load(
      """
      [cluster.a.ssh]
      user = "a"
      [cluster.a]
      nodes = ["10.0.0.1"]
      [cluster.b]
      nodes = ["10.0.0.2"]
      state_dir = "/srv/b"
      policy = { container_moves = 2 }
      timing.poll = "9s"
      [ssh]
      user = "shared"
      port = 2222
      [policy]
      container_moves = 5
      machine_moves = 5
      """)
    let a = try file.cluster(named: "a")
    let b = try file.cluster(named: "b")
    #expect(a.ssh.user == "a")
    #expect(a.ssh.port == 2222)
    #expect(a.nodes.map(\.ssh) == [a.ssh])
    #expect(a.policy.containerMovesMax == 5)
    #expect(b.ssh.user == "shared")
    #expect(a.stateDirectory == "/var/lib/herdmon")
    #expect(b.stateDirectory == "/srv/b")
    #expect(b.policy.containerMovesMax == 2)
    #expect(b.policy.machineMovesMax == 5)
    #expect(b.policy.timing.pollSeconds == 9)
    #expect(a.policy.timing.pollSeconds == 2)
  }

  @Test(arguments: ConfigMistake.all)
  func `a mistake is named with its line`(_ mistake: ConfigMistake) {
    #expect(Self.problems(mistake.text) == mistake.problems)
  }

  @Test func `all mistakes are told at once, in the order of the lines`() {
    let problems = Self.problems(
      """
      [cluster.homelab]
      nodes = ["10.0.0.1", 7]
      [policy]
      memroy_limit = 0.8
      container_moves = "many"
      [timing]
      poll = "2 s"
      """)
    #expect(
      problems == [
        "2: nodes: an entry must be an address or a table, not a number",
        "4: unknown key 'memroy_limit' in [policy]; did you mean 'memory_limit'?",
        "5: container_moves: must be a whole number, not a string",
        "7: poll: '2 s' is not a duration such as \"90s\", \"10m\" or \"1h30m\"",
      ])
  }

  @Test func `the error names the file in front of every line`() {
    let error = ConfigError(path: "/x.toml", problems: [.init(line: 9, message: "b"), .init(line: 0, message: "a")])
    #expect(error.description == "/x.toml: a\n/x.toml:9: b")
    #expect(error.exitCode == .configurationInvalid)
  }

  @Test func `a missing file is answered with an example and the demo`() {
    let place = ConfigPlace(config: "/nonexistent/herdmon.toml", isRoot: true, environment: [:], workingDirectory: "/")
    let error = #expect(throws: ConfigError.self) { try ConfigFile.load(at: place) }
    let text = error?.description ?? ""
    #expect(text.contains("/nonexistent/herdmon.toml"))
    #expect(text.contains("[cluster.homelab]"))
    #expect(text.contains("herdmon --demo"))
  }

  @Test func `several clusters need a choice`() throws {
    let file = try Self.load("[cluster.home]\nnodes = ['a']\n[cluster.work]\nnodes = ['b']")
    #expect(throws: ConfigError.self) { try file.cluster(named: nil) }
    let error = #expect(throws: ConfigError.self) { try file.cluster(named: "hmoe") }
    #expect(
      error?.description
        == "/etc/herdmon/herdmon.toml: has no cluster 'hmoe'; its clusters are home, work; did you mean 'home'?")
    #expect(try file.cluster(named: "work").nodes.map(\.address) == ["b"])
  }
}
