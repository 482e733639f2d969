import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct ClockTests {
  @Test(arguments: ["1763794800.250000000", "1763794800"]) func `a clock reads`(text: String) throws {
    #expect(try ClockAtBegin(SectionedResult.Part(text + "\n")).seconds >= 1_763_794_800)
  }

  @Test(arguments: ["", "Sun Nov 22", "nan", "inf", "-5", "1763794800.%N"]) func `anything else does not`(text: String)
  {
    #expect(throws: Unreadable.self) { try ClockAtEnd(SectionedResult.Part(text + "\n")) }
  }
}
