import Planning
import Remote
import Screen
import Terminal
import Testing

@testable import Commands

@Suite struct ExitCodeTests {
  @Test func `the numbers are those of the manual`() {
    let numbers = ExitCode.allCases.map { "\($0) \($0.rawValue)" }
    #expect(
      numbers == [
        "ok 0", "failed 1", "configurationInvalid 3", "refused 4", "locked 5", "strayed 6", "stopped 7", "attention 8",
        "usage 64", "interrupted 130", "terminated 143",
      ])
  }

  @Test(arguments: [
    (RunOutcome.Result.ok, Int32(0)), (.failed, 1), (.strayed, 6), (.stopped, 7), (.attention, 8), (.interrupted, 130),
    (.terminated, 143),
  ])
  func `a run's outcome has its code`(result: RunOutcome.Result, number: Int32) {
    #expect(ExitCode(result).rawValue == number)
  }

  @Test func `errors end with their code`() {
    let silent = Messages(isSilent: true)
    let node = NodeError(kind: .unreachable, host: "pve1", tried: "t", answered: "a", remedy: "r")
    #expect(Entry.end(with: ConfigError(path: nil, problems: []), messages: silent) == 3)
    #expect(Entry.end(with: Ended(exitCode: .locked), messages: silent) == 5)
    #expect(Entry.end(with: node, messages: silent) == 1)
    #expect(Entry.end(with: CancellationError(), messages: silent) == 130)
    #expect(Entry.end(with: NoNodeAnswered(clusterName: "c", troubles: [node]), messages: silent) == 1)
  }

  @Test func `a theme that there is none of is a slip of whoever named it`() {
    let silent = Messages(isSilent: true)
    #expect(throws: ThemeError.self) { try ThemeShelf(folders: []).theme("nonsense") }
    do throws(ThemeError) {
      _ = try ThemeShelf(folders: []).theme("nonsense")
    } catch {
      for code in [ExitCode.usage, .configurationInvalid] {
        #expect(Entry.end(with: UnusableTheme(error: error, exitCode: code), messages: silent) == code.rawValue)
      }
    }
    #expect(Entry.end(with: TerminalError.unusable(type: "vt0"), messages: silent) == 4)
  }

  @Test func `help and version end with 0, on standard output`() async {
    #expect(await Entry.run(["--version"]) == 0)
    #expect(await Entry.run(["help", "plan"]) == 0)
  }
}
