import Testing

@testable import Simulation

struct NothingLeftBehindTests {
  private func violations(files: [String], words: [String]) -> [String] {
    var truth = World().cluster.groundTruth()
    truth.foreignFiles = files
    var claim = RunClaim()
    claim.isFinal = true
    claim.words = words
    return NothingLeftBehind().violations(in: truth, claim: claim)
  }

  @Test func `a record stays only where the run says so, with the command that removes it, and nothing else does`() {
    let said = ["record.left cluster the run's record is left, herdmon recover removes it: pve2: no quorum"]
    #expect(violations(files: ["herdmon.json"], words: []) == ["left behind: file herdmon.json"])
    #expect(violations(files: ["herdmon.json"], words: said) == [])
    #expect(violations(files: ["herdmon.json.new"], words: said) == ["left behind: file herdmon.json.new"])
  }
}
