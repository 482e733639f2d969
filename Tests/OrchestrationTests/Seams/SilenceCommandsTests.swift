import Cluster
import Local
import Planning
import Testing

@testable import Orchestration

/// The pair of commands, as real processes.
struct SilenceCommandsTests {
  private let silence: Silence

  init() throws {
    silence = Silence(
      run: try #require(RunID("7f3a12")), node: try #require(NodeName("pve1")),
      guests: [
        .init(id: GuestID(101), kind: .container, name: "plex"),
        .init(id: GuestID(200), kind: .machine, name: "$(touch /tmp/herdmon-pwned) `id`; x\ny"),
      ], until: Timestamp(milliseconds: 1_795_330_800_400), seconds: 1200)
  }

  private func commands(_ start: String, end: String = "exit 0", extend: String? = nil) -> SilenceCommands {
    func shell(_ script: String) -> LocalCommand { LocalCommand(["sh", "-c", script]) }
    return SilenceCommands(start: shell(start), extend: extend.map(shell), end: shell(end))
  }

  private func trouble(_ commands: SilenceCommands, _ verb: Silence.Verb, limitSeconds: Double = 20) async -> String? {
    do throws(SilenceTrouble) {
      try await commands.tell(verb, silence, limitSeconds: limitSeconds)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `a command finds the facts in its environment, hostile names as text`() async {
    let variables = ["EVENT", "SILENCE", "RUN", "NODE", "GUESTS", "UNTIL", "UNTIL_EPOCH", "SECONDS"]
    let words = variables.map { "\"$HERDMON_\($0)\"" }.joined(separator: " ")
    let told = commands("printf '%s|' \(words); exit 1")
    #expect(
      await trouble(told, .start)
        == "sh: silence.start|7f3a12-pve1|7f3a12|pve1|101 200|2026-11-22T07:00:00Z|1795330800|1200|")
    #expect(
      await trouble(commands(#"printf '%s' "$HERDMON_GUEST_NAMES" | tail -n 1; exit 1"#), .start)
        == "sh: $(touch /tmp/herdmon-pwned) `id`; x y")
  }

  @Test func `without a command of its own an extension is a start that says so`() async {
    #expect(await trouble(commands(#"echo "$HERDMON_EVENT"; exit 1"#), .extend) == "sh: silence.extend")
    #expect(await trouble(commands("exit 0", extend: "echo mine; exit 1"), .extend) == "sh: mine")
    #expect(await trouble(commands("exit 1"), .end) == nil)
  }

  @Test func `what a command says last is told, without what steers a terminal`() async {
    #expect(await trouble(commands(#"echo trying; printf 'no\033[2J\n' >&2; exit 3"#), .start) == "sh: no\u{FFFD}[2J")
    #expect(await trouble(commands("exit 3"), .start) == "sh: exit status 3")
    let missing = SilenceCommands(start: LocalCommand(["/nowhere/quiet"]), end: LocalCommand(["true"]))
    #expect(await trouble(missing, .start) == "/nowhere/quiet: no such program")
  }

  @Test func `a command that hangs is ended with all that it has started, and what it leaves behind holds nobody up`()
    async
  {
    #expect(await trouble(commands("sleep 600 & wait"), .start, limitSeconds: 0.3) == "sh: no end within 300 ms")
    #expect(await trouble(commands("setsid sleep 3 & exit 0"), .start) == nil)
  }
}
