import Remote

/// Which of the paths and volumes that configurations of the whole cluster name exist on the answering node, so that a
/// guest is sent only where all of its own do.
///
/// The configurations are the same on all nodes, so every node can look up what guests of the others name; nobody has to
/// ask twice. It says of more than is asked for: of disks that guests have to themselves and of devices, too.
/// - Source: facts/pve.md 2.4, 10.1.
struct NamedPaths: Reading {
  static let section = Section(
    "paths that guests name",
    Command(
      script: lines + #" | sort -u | while IFS= read -r line; do case $line in "#
        + #"hookscript:*) name=${line#*: }; file=$(pvesm path "$name" 2>/dev/null);; "#
        + #"lxc.c*" c "*) name=${line#* c }; name=/sys/dev/char/${name%% *}; file=$name;; "#
        + #"lxc.c*" b "*) name=${line#* b }; name=/sys/dev/block/${name%% *}; file=$name;; "#
        + #"lxc.*) name=/${line#*/}; name=${name%% *}; file=$name;; "#
        + #"*) name=/${line#*/}; name=${name%%,*}; file=$name;; esac; "#
        + #"if [ -e "$file" ]; then printf "%s\n" "$name"; fi; done"#,
      limitSeconds: 20))

  /// Lines that name anything, out of all configurations.
  private static let lines: Command.Script =
    #"grep -ahE "^([a-z]+[0-9]+: *([a-z]+=)?/|lxc\.mount\.entry *[:=] */|lxc\.cgroup2?\.devices\.allow *[:=] *[bc] [0-9]"#
    + #"|hookscript: )" /etc/pve/nodes/*/lxc/*.conf /etc/pve/nodes/*/qemu-server/*.conf"#

  /// As configurations name them, in order.
  var paths: [String]

  init(_ part: SectionedResult.Part) throws(Unreadable) {
    try part.requireStatus(0, of: Self.section)
    // A node without guests of one kind has no file for it, and a guest may move away while they are read.
    guard Excerpt.complaints(part.errors).isEmpty || part.onlyMissesFiles else {
      throw Unreadable(expected: "configurations of guests", seen: Excerpt.errors(part.errors))
    }
    paths = part.lines.unique.sorted()
  }
}
