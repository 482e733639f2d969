import Cluster
import Planning
import Remote
import Testing

@testable import Proxmox

struct HookOrderTests {
  private let run = RunID(random: 7)
  private let pve1: NodeName

  init() throws { pve1 = try #require(NodeName("pve1")) }

  private func call(_ place: Hook.Place, _ words: String...) -> HookCall {
    HookCall(
      hook: Hook(.beforeMove, at: place, words: words), facts: ["GUEST_NAME": "$(reboot) `x` 'y'", "GUEST": "101"])
  }

  private func line(_ request: RunRequest) -> String {
    NodeProtocol.lines(for: request, to: pve1, run: run, marker: "m").map(\.text).joined()
  }

  @Test func `facts and words reach a node's shell as words`() {
    let line = line(.hook(call(.node, "/usr/local/bin/quiesce", "a b; c")))
    #expect(
      line.hasSuffix(
        "timeout -k 5 60 env HERDMON_EVENT=before-move HERDMON_GUEST=101 "
          + #"'HERDMON_GUEST_NAME=$(reboot) `x` '\''y'\''' HERDMON_RUN=000007 /usr/local/bin/quiesce 'a b; c'"#))
  }

  @Test func `a command in a guest goes through its container or its agent`() {
    #expect(
      line(.guestHook(call(.guest, "sync"), GuestID(101), .container)).contains("pct exec 101 -- env HERDMON_EVENT="))
    #expect(
      line(.guestHook(call(.guest, "sync"), GuestID(200), .machine)).contains("qm guest exec 200 --timeout 60 -- env "))
  }

  @Test func `only a status of zero is done, and a guest agent's own success is none`() throws {
    let machine = RunRequest.guestHook(call(.guest, "sync"), GuestID(200), .machine)
    func trouble(_ request: RunRequest, _ exit: CommandResult.Exit, output: String = "", errors: String = "") -> String?
    {
      var result = CommandResult()
      result.exit = exit
      result.output = Array(output.utf8)
      result.errors = Array(errors.utf8)
      do throws(NodeError) {
        _ = try NodeProtocol.answer(to: request, of: pve1, run: run, marker: "m", result: result)
        return nil
      } catch {
        return error.answered
      }
    }
    let node = RunRequest.hook(call(.node, "sync"))
    #expect(trouble(node, .status(0)) == nil)
    #expect(trouble(node, .status(3), errors: "no\n") == "no")
    #expect(trouble(node, .status(124)) == "no end within 60 s")
    #expect(trouble(machine, .status(0), output: #"{"exitcode":0,"exited":1}"#) == nil)
    #expect(trouble(machine, .status(0), output: #"{"exitcode":2,"exited":1}"#) == "exit status 2")
    #expect(trouble(machine, .status(0), output: #"{"pid":4}"#) == "no end within 60 s")
  }
}
