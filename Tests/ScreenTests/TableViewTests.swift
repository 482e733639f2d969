import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct TableViewTests {
  @Test(arguments: ["2", "3", "4"]) func `no column is shown by its ellipsis alone`(_ page: Character) {
    for width in 40...130 {
      var state = SampleHerd.withRuns(width, 24)
      _ = state.handle(.key(.character(page)))
      for line in state.canvas().glyphLines.dropFirst(2).dropLast(3) {
        #expect(!line.hasSuffix(" …"), "\(width): \(line)")
      }
    }
  }
}
