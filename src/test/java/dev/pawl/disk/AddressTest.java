package dev.pawl.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTest {
  @ParameterizedTest
  @DisplayName("N55 no login and no query of an address is shown, wherever in a text it stands")
  @CsvSource(
      textBlock =
          """
          https://bot:ghp_TOKEN@h/x.git, https://h/x.git
          https://ghp_TOKEN@h:8443/x.git, https://h:8443/x.git
          https://u:a@TOKEN@h/x, https://h/x
          HTTP://u:TOKEN@h, HTTP://h
          ssh://git:TOKEN@h/x, ssh://h/x
          fatal: 'https://u:TOKEN@h/x' and https://TOKEN@i/y, fatal: 'https://h/x' and https://i/y
          https://h/x?private_token=TOKEN gone, https://h/x gone
          https://h/a@b, https://h/a@b
          git@h:x.git, git@h:x.git
          mail a@b about https://h/x, mail a@b about https://h/x
          /srv/a@b/x, /srv/a@b/x
          """)
  void shown(String text, String shown) {
    assertThat(Address.shown(text)).isEqualTo(shown);
  }
}
