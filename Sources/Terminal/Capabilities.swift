import CNcurses
import Glibc

/// What a kind of terminal understands, from its description (terminfo). Texts are as to be sent, without padding.
struct Capabilities: Hashable, Sendable {
  /// Places the cursor; takes row and column.
  var place = "\u{1B}[%i%p1%d;%p2%dH"
  /// Moves the cursor to the right; takes columns.
  var right: String?
  /// Blanks all.
  var clear = "\u{1B}[H\u{1B}[J"
  /// Blanks the rest of the row.
  var eraseToEnd: String?
  /// Whether what is blanked takes the background in use.
  var erasesWithBackground = false
  /// Whether the last column of the last row can be written without scrolling.
  var holdsAtCorner = true
  /// Ends all attributes and colours.
  var reset = ""
  /// Bold.
  var bold = ""
  /// Half bright.
  var dim = ""
  /// Underlined.
  var underline = ""
  /// Foreground and background exchanged.
  var reverse = ""
  /// Takes the number of a foreground colour.
  var foreground = ""
  /// Takes the number of a background colour.
  var background = ""
  /// Colours that it has; 0 for none.
  var colours = 0
  /// Whether it names colours by red, green and blue.
  var hasFullColour = false
  /// To the second screen.
  var enter = ""
  /// Hides the cursor.
  var hideCursor = ""
  /// Shows the cursor.
  var showCursor = ""

  /// Those of the terminal that curses knows at the moment.
  static func current() -> Capabilities {
    var all = Capabilities()
    all.place = text("cup") ?? all.place
    all.right = text("cuf")
    all.clear = text("clear") ?? all.clear
    all.eraseToEnd = text("el")
    all.erasesWithBackground = hm_has("bce")
    all.holdsAtCorner = !hm_has("am") || hm_has("xenl")
    all.reset = text("sgr0") ?? ""
    all.bold = text("bold") ?? ""
    all.dim = text("dim") ?? ""
    all.underline = text("smul") ?? ""
    all.reverse = text("rev") ?? text("smso") ?? ""
    all.foreground = text("setaf") ?? ""
    all.background = text("setab") ?? ""
    all.colours = all.foreground.isEmpty ? 0 : max(Int(hm_number("colors")), 0)
    all.hasFullColour = hm_has("RGB") || hm_has("Tc")
    all.enter = text("smcup") ?? ""
    all.hideCursor = text("civis") ?? ""
    all.showCursor = text("cnorm") ?? ""
    return all
  }

  /// The best depth of a terminal in an environment. A terminal says there that it has all colours, but GNU screen
  /// passes that on from the one around it and can't show them.
  func depth(environment: [String: String]) -> ColourDepth {
    guard colours >= 8 else { return .mono }
    let says = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
    let isScreen = environment["TERM"]?.hasPrefix("screen") == true && environment["TMUX"] == nil
    return hasFullColour || says && !isScreen ? .full : min(ColourDepth(colours: colours), .palette)
  }

  /// A capability with its numbers filled in.
  static func fill(_ capability: String, _ first: Int, _ second: Int = 0) -> String {
    guard !capability.isEmpty, let filled = hm_fill(capability, Int32(clamping: first), Int32(clamping: second))
    else { return "" }
    return String(cString: filled)
  }

  /// A text without the pauses that terminals with a motor once needed, such as `$<5>`.
  static func withoutPadding(_ text: String) -> String {
    var kept = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "$<") {
      kept += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: ">") else { return kept + rest[start.lowerBound...] }
      rest = rest[rest.index(after: end)...]
    }
    return kept + rest
  }

  private static func text(_ name: String) -> String? {
    hm_text(name).map { withoutPadding(String(cString: $0)) }
  }
}
