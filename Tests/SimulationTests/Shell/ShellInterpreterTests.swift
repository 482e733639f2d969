import Cluster
import Foundation
import Remote
import Testing

@testable import Simulation

/// The shell of the simulated nodes against the machine's own /bin/sh.
struct ShellInterpreterTests {
  @Test(
    arguments: [
      #"printf '%s\n' a 'b c' "d  e" f\ g "h\"i" 'j'"'"'k'"#,
      #"x='a  b'; printf '<%s>\n' $x "$x" "${x}c" '$x' \$x"#,
      #"printf '<%s>' "" '' "$unset" $unset; echo"#,
      "true && echo yes || echo no; false && echo yes || echo no",
      "! true; echo $?; ! false; echo $?",
      "(exit 3); echo $?; { false; echo $?; }; (x=1; echo $x); echo \"[$x]\"",
      "a=1 b=$a; echo $a $b; a=2 printf '%s\\n' \"$a\"",
      "for i in 1 2 '3 4' $(echo 5 6); do printf '<%s>' \"$i\"; done; echo",
      "i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done; echo done $?",
      "i=0; until [ $i -ge 2 ]; do i=$((i+1)); done; echo $i",
      "for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done; echo end",
      "if false; then echo a; elif true; then echo b; else echo c; fi; if false; then :; fi; echo $?",
      "case abc in x|a*) echo star;; *) echo other;; esac; case x in y) echo y;; esac; echo $?",
      "case 'a b' in 'a b') echo quoted;; esac; case '*' in '*') echo literal;; esac",
      "set -- one 'two three' four; echo $# $1 \"$2\"; shift; printf '<%s>' \"$@\" $@; echo; echo \"$*\"",
      "echo a | tr a b; printf 'c\\nb\\na\\n' | sort | head -n 2 | tail -n 1",
      "echo out; echo err >&2; { echo both; echo err2 >&2; } 2>&1",
      "echo one > /dev/null; echo two 2> /dev/null; cat < /dev/null; echo $?",
      "x=$(printf 'a\\n\\n\\n'); echo \"[$x]\"; echo $(printf 'a\\nb')",
      "echo $(( 2 + 3 * 4 )) $(( (2 + 3) * 4 )) $(( 7 / 2 )) $(( 7 % 2 )) $(( 1 < 2 )) $(( 1 == 2 )) $((-3 + 1))",
      "echo ${x:-default} ${x-unset} ${y:=set} $y ${y:+alt} ${#y}; z=; echo \"[${z:-e}]\" \"[${z-e}]\"",
      "f=/a/b/c.tar.gz; echo ${f##*/} ${f#*/} ${f%.*} ${f%%.*}; echo \"${f%\".gz\"}\"",
      "f() { echo in $1; return 4; }; f x; echo $?; f y && echo no",
      "set -e; false || true; if false; then :; fi; echo still; false; echo never",
      "echo a;echo b&&echo c # a comment\necho d\\\ne; echo 'x#y' z#",
      "echo `echo back`; echo \"`echo in quotes`\"",
      "eval 'echo evaluated $((1+1))'; command printf '%s\\n' x",
      "printf 'l1\\nl2\\nl3\\n' | while read line; do echo \"got $line\"; done; echo 'a b c' | { read x y; echo \"$y\"; }",
      "(exit 7) || echo \"was $?\"; exec printf '%s\\n' last; echo never",
      "[ -n x ] && [ -z '' ] && [ a = a ] && [ a != b ] && [ 2 -gt 1 ] && test 1 -le 1 && echo all; [ ! a = b ]; echo $?",
      "printf '%s\\n' \"@m= $?\"; false; printf '\\n%s\\n' \"@m= $?\"",
      "sh -c 'printf \"%s|\" \"$0\" \"$@\"; echo' name 'a b' c; sh -c 'exit 5'; echo $?",
      "sh -c '\"$@\"; printf \"%s\\n\" \"$?\"' x sh -c 'echo hi; exit 9'",
      "env A=1 B='2 3' sh -c 'echo $A-$B'; export C=4; sh -c 'echo $C'; D=5; sh -c 'echo [$D]'",
      "printf '%5s|%-5s|%05d|%x|%%\\n' ab cd 42 255; printf '%s-%s\\n' 1 2 3",
      "printf 'a b\\nc d\\n' | cut -d ' ' -f 2; printf 'x\\ny\\nx\\n' | grep -c x; printf 'abc\\n' | grep -E '^a(b|c)+$'",
      "printf '10\\n9\\n' | sort; printf '10\\n9\\n' | sort -n; printf 'a\\na\\nb\\n' | uniq; printf 'one two' | wc -w",
      "printf '%s' abcdef | tail -c +3; echo; printf '%s' abcdef | head -c 2; echo; printf '1\\n2\\n3\\n' | tail -n +2",
      "timeout 5 echo quick; timeout -k 1 5 sh -c 'exit 3'; echo $?",
      "export LC_ALL=C; echo '@k one'; echo '@k one' >&2; false; printf '\\n%s\\n' \"@k= $?\"\necho '@k two'",
    ])
  func `scripts do what they do under the machine's own shell`(_ script: String) throws {
    let real = try RealShell.run(script)
    let simulated = World().run(script)
    #expect(simulated.output == real.output, "output of: \(script)")
    #expect(simulated.errors == real.errors, "errors of: \(script)")
    #expect(simulated.exit == .status(real.status), "status of: \(script)")
  }

  @Test(arguments: ["echo 'open", "if true; then echo", "echo )", "a | | b", "for in x"])
  func `broken syntax is refused with status 2 and noted`(_ script: String) {
    let world = World()
    let answer = world.run(script)
    #expect(answer.exit == .status(2))
    #expect(answer.errors.hasPrefix("sh: 1: Syntax error"))
    #expect(world.cluster.groundTruth().commandsRefused == [script])
  }

  @Test func `an unknown program is not found and noted`() {
    let world = World()
    let answer = world.run("frobnicate --all; echo $?")
    #expect(answer.errors == "sh: 1: frobnicate: not found\n")
    #expect(answer.output == "127\n")
    #expect(world.cluster.groundTruth().commandsRefused == ["frobnicate --all"])
  }

  @Test func `a long program takes virtual time and the rest of the script waits for it`() {
    let world = World()
    let answer = world.run("sleep 20; echo after")
    #expect(answer.output == "after\n")
    #expect(answer.endedAt == 20)
  }

  @Test func `timeout ends a program that takes too long`() {
    let answer = World().run("timeout -k 5 3 sleep 100; echo $?")
    #expect(answer.output == "124\n")
    #expect(answer.endedAt == 3)
  }

  @Test func `a reader that has seen enough ends its writer`() {
    let answer = World().run("while true; do echo x; sleep 1; done | head -n 2; echo done")
    #expect(answer.output == "x\nx\ndone\n")
  }
}

/// /bin/sh of the machine on which the tests run.
enum RealShell {
  static func run(_ script: String) throws -> (output: String, errors: String, status: Int32) {
    let process = Foundation.Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
    let output = Foundation.Pipe()
    let errors = Foundation.Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      String(decoding: outputData, as: UTF8.self), String(decoding: errorData, as: UTF8.self), process.terminationStatus
    )
  }
}

/// What a command leaves behind in the memory of this process.
struct ShellMemoryTests {
  private final class Reader {
    var bytes: [UInt8] = []
  }

  @Test(arguments: [
    "for a in 1 2; do echo $a; done", "while :; do break; done", "while :; do exit 3; done",
    "f() { for a in 1; do return; done; }; f; for b in 1; do continue; done", "f() { exit 3; }; f",
    "for a in 1 2; do for b in 1 2; do exit; done; done | cat", "x=$(while :; do break; done)",
    "timeout 1 sh -c 'while :; do sleep 3; done'", "timeout 1 sh -c 'f() { sleep 30; }; f'",
  ])
  func `a command that has ended is let go of`(_ script: String) {
    weak var left: Reader?
    let cluster = SimulatedCluster(herd: SmallHerd.herd(), seed: 1, startedAt: Timestamp(seconds: 0))
    do {
      let reader = Reader()
      left = reader
      _ = cluster.start(
        script, on: "pve1", write: { _, bytes in reader.bytes += bytes }, end: { _ in reader.bytes = [] })
    }
    cluster.advance(to: 100)
    #expect(left == nil)
  }
}
