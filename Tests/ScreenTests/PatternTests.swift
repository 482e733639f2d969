import Cluster
import Planning
import Testing

@testable import Screen

@Suite struct PatternTests {
  private func matches(_ typed: String, _ text: String) throws -> Bool { try Pattern(typed).matches(text) }

  @Test func `small letters stand for capital ones, capital ones for themselves`() throws {
    #expect(try matches("plex", "ct/101 Plex"))
    #expect(try matches("Plex", "ct/101 Plex"))
    #expect(try !matches("Plex", "ct/101 plex"))
    #expect(try matches("^ct.*P", "ct/101 Plex"))
    #expect(try !matches("^ct.*P", "ct/101 plex"))
    #expect(try matches("^CT|vm", "VM 9") == false)
    #expect(try matches("^ct|vm", "VM 9"))
  }

  @Test func `an exclamation mark asks for the absence`() throws {
    #expect(try !matches("!plex", "ct/101 plex"))
    #expect(try matches("!plex", "ct/102 grafana"))
    #expect(try matches("!^ct", "vm/200"))
    #expect(try matches("!", "anything"))
    #expect(try matches("", "anything"))
  }

  @Test(arguments: ["(", "[a", "*", "a{2,1}", "\\"]) func `what is no pattern is refused by name`(_ typed: String) {
    let refusal = #expect(throws: Pattern.Invalid.self) { try Pattern(typed) }
    #expect(refusal?.sentence == "not a pattern: \(typed)")
  }

  @Test func `a pattern of any length is refused before it costs anything`() {
    #expect(throws: Pattern.Invalid.self) { try Pattern(String(repeating: "(a*)*", count: 1000)) }
  }

  @Test func `the places of a match are told, of an absence none`() throws {
    let text = "start again, and again"
    func found(_ typed: String) throws -> [String] { try Pattern(typed).places(in: text).map { String(text[$0]) } }
    #expect(try found("again") == ["again", "again"])
    #expect(try found("a[gn][ad]") == ["aga", "and", "aga"])
    #expect(try found("x*") == [])
    #expect(try found("!start") == [])
  }

  @Test func `text with signs beyond ASCII is searched as it is`() throws {
    #expect(try matches("büro", "ct/7 büro-drucker"))
    #expect(try matches("drucker", "ct/7 büro-drucker"))
    let text = "büro-drucker"
    #expect(try Pattern("drucker").places(in: text).map { String(text[$0]) } == ["drucker"])
  }
}
