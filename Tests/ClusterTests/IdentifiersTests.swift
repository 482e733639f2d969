import Foundation
import Testing

@testable import Cluster

struct IdentifiersTests {
  @Test(arguments: ["pve1", "PVE", "a", "a-b", "0", String(repeating: "n", count: 63)])
  func `what Proxmox takes as a node name is one`(text: String) { #expect(NodeName(text)?.rawValue == text) }

  @Test(arguments: [
    "", "-a", "a-", "a b", "a/b", "../etc", "a.b", "a_b", "a;reboot", "pvé", "a\n", "a\u{301}", "$(id)", "a\0",
    String(repeating: "n", count: 64),
  ])
  func `anything that could leave a path or a unit name is none`(text: String) { #expect(NodeName(text) == nil) }

  @Test func `node names sort as people count`() {
    let names = ["pve10", "pve2", "pve1"].compactMap { NodeName($0) }
    #expect(names.sorted().map(\.rawValue) == ["pve1", "pve2", "pve10"])
  }

  @Test func `names and numbers are plain in JSON, as values and as keys`() throws {
    let name = try #require(NodeName("pve1"))
    let homes = [GuestID(101): name]
    let bytes = try JSONEncoder().encode(homes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"101":"pve1"}"#)
    #expect(try JSONDecoder().decode([GuestID: NodeName].self, from: bytes) == homes)
    let memory = try JSONEncoder().encode([name: 0.5])
    #expect(try JSONDecoder().decode([NodeName: Double].self, from: memory) == [name: 0.5])
  }

  @Test(arguments: [#"["a b"]"#, #"[""]"#, #"[1]"#])
  func `a hostile node name in JSON is refused`(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([NodeName].self, from: Data(text.utf8)) }
  }

  @Test func `a run's id is short hexadecimal, and always has six digits when new`() {
    #expect(RunID(random: 0).rawValue == "000000")
    #expect(RunID(random: .max).rawValue == "ffffff")
    #expect(RunID(random: 0x7f3a12).rawValue == "7f3a12")
    for random in stride(from: UInt64(0), to: 1 << 24, by: 99_991) {
      let id = RunID(random: random)
      #expect(RunID(id.rawValue) == id)
    }
    for text in ["", "abc", "ABCDEF", "xyz123", "7f3a12 ", "../x", String(repeating: "a", count: 33)] {
      #expect(RunID(text) == nil)
    }
  }

  @Test func `a job's name can be nothing but a name`() throws {
    #expect(JobID("drain-pve1-move-101-1").rawValue == "drain-pve1-move-101-1")
    #expect(JobID("a b/c;d$(e)É\n").rawValue == "a-b-c-d--e---")
    let read = try JSONDecoder().decode([JobID].self, from: Data(#"["../../x"]"#.utf8))
    #expect(read.map(\.rawValue) == ["------x"])
    #expect(JobID("move-9") < JobID("move-10"))
  }
}
