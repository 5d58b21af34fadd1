package io.stratum.mining.ban;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link IpNetwork}.
 */
class IpNetworkTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "10.0.0.0/8, 10.0.0.0/8", "0.0.0.0/0, 0.0.0.0/0", "192.0.2.1/32, 192.0.2.1",
			"2001:db8::/32, 2001:db8::/32", "2001:DB8:0:0:0:0:0:1, 2001:db8::1", "::1, ::1", "::/0, ::/0",
			"2001:db8:0:1:0:0:0:1/128, 2001:db8:0:1::1", "1:0:0:2:0:0:0:3, 1:0:0:2::3", "::ffff:192.0.2.1, 192.0.2.1",
			"::ffff:10.0.0.0/104, 10.0.0.0/8", "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8", "10:0:0:4:5:6:7:8, 10::4:5:6:7:8" })
	void readsAddressesAndNetworks(String text, String shown) {
		IpNetwork network = IpNetwork.parse(text);
		assertThat(network).hasToString(shown);
		assertThat(IpNetwork.parse(shown)).isEqualTo(network);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "pool.example", "1.2.3", "1.2.3.256", "1.2.3.4.5", "0x7f000001",
			"1.2.3.4 ", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/x", "2001:db8::/129",
			"2001:db8:::1", "fe80::1%eth0", "[::1]", "12345::", "::ffff:10.0.0.0/90", "1.2.3.4:3333", ":", "/8" })
	void refusesOtherText(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> IpNetwork.parse(text))
			.withMessageStartingWith("network: '" + text + "' (expected: ");
	}

	@ParameterizedTest
	@CsvSource({ "10.1.2.3/8, 10.0.0.0/8", "2001:db8::1/32, 2001:db8::/32", "10.0.0.1/31, 10.0.0.0/31" })
	void namesTheNetworkThatWasMeant(String text, String meant) {
		assertThatIllegalArgumentException().isThrownBy(() -> IpNetwork.parse(text))
			.withMessage("network: '" + text + "' (expected: " + meant + ")");
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.0, false", "10.0.0.0/8, 10.0.0.0/9, true",
			"10.0.0.0/9, 10.0.0.0/8, false", "0.0.0.0/0, 192.0.2.1, true", "0.0.0.0/0, 2001:db8::1, false",
			"::/0, 2001:db8::1, true", "::/0, 192.0.2.1, false", "::/0, 0.0.0.0/0, false",
			"2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::, false",
			"10.0.0.0/8, ::ffff:10.0.0.1, true", "192.0.2.1, 192.0.2.1, true", "2001:db8::/65, 2001:db8::1, true",
			"2001:db8::/65, 2001:db8:0:0:8000::1, false" })
	void knowsWhatIsPartOfIt(String network, String other, boolean contained) {
		assertThat(IpNetwork.parse(network).contains(IpNetwork.parse(other))).isEqualTo(contained);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, true", "127.0.0.0/8, true", "127.255.0.0/16, true", "126.0.0.0/7, false",
			"128.0.0.1, false", "::1, true", "::/127, false", "::ffff:127.0.0.1, true", "::127.0.0.1, false" })
	void knowsLoopback(String network, boolean loopback) {
		assertThat(IpNetwork.parse(network).isLoopback()).isEqualTo(loopback);
	}

	@Test
	void takesAMappedAddressForTheOneThatIsMapped() throws UnknownHostException {
		byte[] mapped = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 10, 0, 0, 1 };
		InetAddress address = Inet6Address.getByAddress(null, mapped, -1);
		assertThat(IpNetwork.of(address)).isEqualTo(IpNetwork.parse("10.0.0.1"));
		assertThat(IpNetwork.of(InetAddress.getByAddress(mapped)).isIpv4()).isTrue();
	}

	@Test
	void widens() {
		assertThat(IpNetwork.parse("2001:db8:1:2:3:4:5:6").widen(64)).hasToString("2001:db8:1:2::/64");
		assertThat(IpNetwork.parse("192.0.2.129").widen(96 + 25)).hasToString("192.0.2.128/25");
		IpNetwork wide = IpNetwork.parse("2001:db8::/32");
		assertThat(wide.widen(64)).isSameAs(wide);
	}

}
