import Testing

struct CodeScannerTests {
  @Test(arguments: [
    ("let a = 1 // try! this", "let a = 1"),
    ("a /* b /* c */ d */ e", "a                   e"),
    (#"let s = "try! {" + t"#, #"let s = "      " + t"#),
    (#"let s = "a\"b{" + t"#, #"let s = "     " + t"#),
    (##"let s = #"a"b{"# + t"##, ##"let s = #"    "# + t"##),
    (#"print("n \(f("}") + 1) m")"#, #"print("   (f(" ") + 1)  ")"#),
    ("func `a try! name`() {}", "func              () {}"),
    ("\"\"\"\n{ \"x\"\n\"\"\" }", "\"\"\"\n     \n\"\"\" }"),
  ])
  func `code is told from comments and text`(_ text: String, _ code: String) {
    let seen = CodeScanner.code(of: text)
    #expect(String(seen.reversed().drop { $0 == " " }.reversed()) == code)
    #expect(seen.count == text.count)
  }

  @Test func `functions are measured from their first word to their last brace`() {
    let file = SwiftFile(
      path: "Sources/X/Y.swift",
      text: """
        protocol P {
          func required(_ x: Int) -> Int
          init(a: Int)
        }
        struct S {
          init(a: Int) { self.init() }
          func long(
            f: () -> Void = {}
          ) -> [String: Int] {
            if true {
              let s = "}"
            }
            return .init()
          }
        }
        """)
    #expect(
      FunctionLength.all(in: file) == [
        FunctionLength(name: "init", line: 6, lineCount: 1), FunctionLength(name: "long", line: 7, lineCount: 8),
      ])
  }

  @Test func `a word is found alone and not inside another`() {
    #expect(CodeScanner.contains("try!", in: "x = try! f()"))
    #expect(!CodeScanner.contains("try!", in: "x = retry! "))
    #expect(CodeScanner.contains("fatalError(", in: "  fatalError(\"\")"))
    #expect(!CodeScanner.contains("TODO", in: "let mastodoNTODOs"))
  }
}
