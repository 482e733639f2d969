import Screen
import Terminal
import Testing

@testable import Commands

@Suite struct ScreenLookTests {
  private func effects(
    _ config: ScreenConfig = ScreenConfig(), _ environment: [String: String] = [:], on depth: ColourDepth = .full,
    isASCII: Bool = false
  ) -> Tube.Effects {
    ScreenLook(config: config, environment: environment).effects(on: depth, isASCII: isASCII)
  }

  @Test func `a near terminal with colours glows`() {
    #expect(effects() == [.phosphor, .boot])
    #expect(effects(ScreenConfig(phosphor: .off)) == .boot)
    #expect(effects(ScreenConfig(scanlines: true)) == [.phosphor, .boot, .scanlines])
  }

  @Test func `far away, or with few colours, only what was asked for does`() {
    #expect(effects(ScreenConfig(), ["SSH_CONNECTION": "x"]) == [])
    #expect(effects(on: .sixteen) == [])
    #expect(effects(ScreenConfig(phosphor: .on), ["SSH_CONNECTION": "x"]) == .phosphor)
  }

  @Test func `without colour and in ASCII nothing does`() {
    let all = ScreenConfig(phosphor: .on, boot: .on, scanlines: true)
    #expect(effects(all, on: .mono) == [])
    #expect(effects(all, isASCII: true) == [])
  }

  @Test func `colours are as the configuration says, and none where the environment wants none`() {
    func colours(_ config: ScreenConfig, _ environment: [String: String] = [:]) -> ColourDepth? {
      ScreenLook(config: config, environment: environment).options.colours
    }
    #expect(colours(ScreenConfig()) == nil)
    #expect(colours(ScreenConfig(colours: .sixteen)) == .sixteen)
    #expect(colours(ScreenConfig(colours: .full)) == .full)
    #expect(colours(ScreenConfig(colours: .full), ["NO_COLOR": "1"]) == .mono)
  }
}
