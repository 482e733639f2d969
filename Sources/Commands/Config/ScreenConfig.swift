import Screen

/// How the screen looks and what it may do.
struct ScreenConfig: Hashable, Sendable {
  /// When an ornament is shown.
  enum Ornament: String, CaseIterable, Sendable {
    /// Where it costs nothing: not over SSH, and not with few colours.
    case auto
    /// Wherever there is colour.
    case on
    /// Never.
    case off
  }

  /// How many colours are used.
  enum Colours: String, CaseIterable, Sendable {
    /// As many as the terminal says that it has.
    case auto
    /// None.
    case mono
    /// 8.
    case eight = "8"
    /// 16.
    case sixteen = "16"
    /// The palette of 256.
    case palette = "256"
    /// Any.
    case full = "truecolor"
  }

  /// Name of the theme.
  var theme = "amber"
  /// How many colours are used; terminals and what lies between tell lies about them.
  var colours = Colours.auto
  /// Only ASCII characters.
  var usesASCII = false
  /// Watching only: nothing can be started or steered.
  var isReadOnly = false
  /// Whether synchronised updates are used where the terminal has them.
  var synchronises = true
  /// Whether what has changed glows and decays.
  var phosphor = Ornament.auto
  /// Whether the first picture comes up from the dark.
  var boot = Ornament.auto
  /// Whether every other row is darker.
  var scanlines = false

  /// Which keys do what.
  var keyMap = KeyMap.standard

  static var keys: [ConfigKey<ScreenConfig>] {
    [
      .word("theme", \.theme), .choice("colors", \.colours), .flag("ascii", \.usesASCII),
      .flag("read_only", \.isReadOnly), .flag("sync", \.synchronises), .choice("phosphor", \.phosphor),
      .choice("boot", \.boot), .flag("scanlines", \.scanlines),
      ConfigKey(name: "keys") { value, screen throws(ConfigProblem) in screen.keyMap = try KeyMap(value) },
    ]
  }
}

extension KeyMap {
  /// The table `[screen.keys]`: names of actions with the key that each is to have.
  fileprivate init(_ value: ConfigValue) throws(ConfigProblem) {
    let table = try value.table()
    var keys: [String: String] = [:]
    for entry in table.entries {
      guard KeyMap.names.contains(entry.key) else {
        throw .unknownKey(entry.key, line: entry.value.line, section: "[screen.keys]", known: KeyMap.names)
      }
      keys[entry.key] = try entry.value.string()
    }
    do {
      try self.init(changing: keys)
    } catch {
      throw ConfigProblem(line: table[error.action]?.line ?? value.line, message: "\(error.action): \(error.sentence)")
    }
  }
}
