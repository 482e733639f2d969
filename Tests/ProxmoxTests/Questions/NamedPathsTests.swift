import Cluster
import Remote
import Testing

@testable import Proxmox

@Suite struct NamedPathsTests {
  @Test func `paths come as configurations name them, each once`() throws {
    let part = SectionedResult.Part("/srv/a b\nlocal:snippets/x.sh\n/srv/a b\n", status: 0)
    #expect(try NamedPaths(part).paths == ["/srv/a b", "local:snippets/x.sh"])
    let none = SectionedResult.Part(
      "", errors: "grep: /etc/pve/nodes/*/lxc/*.conf: No such file or directory\n", status: 0)
    #expect(try NamedPaths(none).paths == [])
  }

  @Test func `what could not be read is not read as nothing`() throws {
    let broken = SectionedResult.Part(
      "/srv\n", errors: "grep: /etc/pve/nodes/pve2/lxc/1.conf: Input/output error\n", status: 0)
    #expect(throws: Unreadable.self) { try NamedPaths(broken) }
    let label = NamedPaths.section.label
    let survey = try SurveyQuestionTests.survey(
      try Script.survey().with(label, SectionedResult.Part("", status: 124)))
    #expect(survey.node.paths == [])
    #expect(survey.node.unread[.paths] == "`\(label)` could not be read: no answer within 20 s")
  }

  @Test func `a real shell looks up what guests of any node name, and does nothing else`() throws {
    try FakeNode.with { node in
      let root = node.root.path
      for path in ["srv/a b/x", "srv/raw/x", "srv/$(touch x)/x", "snippets/hook.sh"] { try node.place(path) }
      try node.program(
        "pvesm", "case $2 in local:*) echo \"\(root)/${2#local:}\";; *) echo no storage >&2; exit 255;; esac")
      let configs = [
        "etc/pve/nodes/pve1/lxc/101.conf": """
        #mp9: \(root)/srv,mp=/x
        mp0: \(root)/srv/a b,mp=/a,shared=1
        mp1: \(root)/srv/gone,mp=/b,shared=1
        mp2: nfs-ct:101/vm-101-disk-1.raw,mp=/c
        mp3: \(root)/srv/$(touch x),mp=/d,shared=1
        lxc.mount.entry: \(root)/srv/raw raw none bind,create=dir 0 0
        lxc.cgroup2.devices.allow: c 1:3 rwm
        lxc.cgroup2.devices.allow: c 9999:1 rwm
        lxc.cgroup2.devices.allow: b 9999:1 rwm
        """,
        "etc/pve/nodes/pve2/qemu-server/200.conf": """
        hookscript: local:snippets/hook.sh
        scsi0: nfs-ct:200/vm-200-disk-0.raw
        scsi1: \(root)/srv/raw,shared=1
        """,
        "etc/pve/nodes/pve2/qemu-server/201.conf": "hookscript: local:snippets/gone.sh",
        "etc/pve/nodes/pve2/qemu-server/202.conf": "hookscript: other:snippets/hook.sh",
      ]
      for (path, text) in configs { try node.place(path, Array((text + "\n").utf8)) }
      let line = CommandLine(sections: [NamedPaths.section], marker: "k7Qz", purpose: "look")
      let part = SectionedResult(try node.run(line), marker: "k7Qz")[NamedPaths.section.label]
      #expect(
        try NamedPaths(part).paths == [
          "/srv/$(touch x)", "/srv/a b", "/srv/raw", "/sys/dev/char/1:3", "local:snippets/hook.sh",
        ])
    }
  }
}
