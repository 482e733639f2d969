import Screen
import Terminal

/// How the screen looks where it is shown: what the configuration wants, as far as the place allows.
struct ScreenLook {
  let config: ScreenConfig
  let environment: [String: String]

  /// What overrides the terminal's own description.
  var options: CursesTerminal.Options {
    CursesTerminal.Options(colours: colours, synchronises: config.synchronises)
  }

  private var colours: ColourDepth? {
    if ColourDepth.isRefused(by: environment) { return .mono }
    switch config.colours {
    case .auto: return nil
    case .mono: return .mono
    case .eight: return .eight
    case .sixteen: return .sixteen
    case .palette: return .palette
    case .full: return .full
    }
  }

  /// What the screen does only to please, on a terminal of some depth.
  func effects(on depth: ColourDepth, isASCII: Bool) -> Tube.Effects {
    if depth == .mono || isASCII { return [] }
    let isFar = ["SSH_CONNECTION", "SSH_TTY", "MOSH_IP"].contains { environment[$0] != nil }
    func isShown(_ ornament: ScreenConfig.Ornament) -> Bool {
      switch ornament {
      case .auto: !isFar && depth >= .palette
      case .on: true
      case .off: false
      }
    }
    var effects: Tube.Effects = config.scanlines ? .scanlines : []
    if isShown(config.phosphor) { effects.insert(.phosphor) }
    if isShown(config.boot) { effects.insert(.boot) }
    return effects
  }
}
