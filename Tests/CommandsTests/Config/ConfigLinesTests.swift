import Testing

@testable import Commands

@Suite struct ConfigLinesTests {
  @Test func `keys stand where they are written, whatever surrounds them`() {
    let lines = ConfigLines(
      document: #"""
        # a comment with [brackets] = and 'quotes
        top = """
        not = a key
        """ # after
        'quoted key' = '''x
        '''

        [a.b]
        plain = "with \" and # inside"   # [x]
        list = [
          1, # one ]
          [2, 3],
          { in = 1, other = [
            4 ] },
        ]
        dotted . deep = 1979-05-27T07:32:00Z
        [[many]]
        k = 1
        [[many]]
        k = 2
        [many.sub]
        s = 1
        """#)
    #expect(lines["top"].line == 2)
    #expect(lines["quoted key"].line == 5)
    #expect(lines["a"]["b"].line == 8)
    #expect(lines["a"]["b"]["plain"].line == 9)
    #expect(lines["a"]["b"]["list"].line == 10)
    #expect(lines["a"]["b"]["list"][0].line == 11)
    #expect(lines["a"]["b"]["list"][1][1].line == 12)
    #expect(lines["a"]["b"]["list"][2]["in"].line == 13)
    #expect(lines["a"]["b"]["list"][2]["other"][0].line == 14)
    #expect(lines["a"]["b"]["dotted"]["deep"].line == 16)
    #expect(lines["many"][0]["k"].line == 18)
    #expect(lines["many"][1]["k"].line == 20)
    #expect(lines["many"][1]["sub"]["s"].line == 22)
  }

  @Test func `what is not there is reported where its surroundings stand`() {
    let lines = ConfigLines(document: "\n[a]\nb = 1")
    #expect(lines["a"]["nothing"].line == 2)
    #expect(lines["a"]["b"][7].line == 3)
  }

  @Test func `a document cut anywhere ends`() {
    let document = "[a]\nb = [ { c = \"x\\\"\" }, '''\n''' ]\n[[d.'e']]\nf.g = 1 # z\n"
    for end in document.indices { _ = ConfigLines(document: String(document[..<end])) }
  }
}
