import Planning
import Testing

@testable import Screen

@Suite struct ProofTextTests {
  private func step(_ code: String, _ title: String, _ holds: Bool, _ seen: String = "all") -> RebootProof.Step {
    RebootProof.Step(code: code, title: title, holds: holds, seen: seen)
  }

  private func text(_ steps: [RebootProof.Step], width: Int = 16, lines: Int = 6) -> [String] {
    ProofText(steps, width: width).lines(lines).map { $0.spans.map(\.text).joined() }
  }

  private var steps: [RebootProof.Step] {
    [
      step("boot-id", "new boot id", true, "9c1f2a70"), step("no-shutdown", "shutdown is over", true, "nothing queued"),
      step("quorum", "quorate with all members", true), step("witness", "seen by another node", true),
      step("services", "services are up", false, "pveproxy activating"), step("storages", "storages are active", true),
      step("devices", "devices are there", false),
    ]
  }

  @Test func `what holds and what does not is told by a sign`() {
    #expect(
      text(steps) == [
        "√ new boot id", "√ quorum", "· services up", "√ storages", "· devices", "√ seen by others",
      ])
  }

  @Test func `where there is room, what was seen stands beside it`() {
    #expect(text(steps, width: 40)[2] == "· services are up    pveproxy activating")
  }

  @Test func `of few lines, those around the first open step are shown`() {
    #expect(text(steps, lines: 2) == ["√ quorum", "· services up"])
    #expect(text(steps, lines: 4) == ["√ new boot id", "√ quorum", "· services up", "√ storages"])
    #expect(text(steps.map { step($0.code, $0.title, true) }, lines: 2) == ["√ devices", "√ seen by others"])
  }

  @Test func `a shutdown that is queued again takes the place of the boot`() {
    var queued = steps
    queued[1].holds = false
    queued[1].seen = "reboot.target start waiting"
    #expect(text(queued).first == "· shutdown over")
  }
}
