package io.stratum.actuate.endpoint;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.Show;

import io.stratum.actuate.endpoint.StratumBansEndpoint.BanDescriptor;
import io.stratum.actuate.endpoint.StratumBansEndpoint.BanPage;
import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.mining.ban.BanSubject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StratumBansEndpoint}.
 */
class StratumBansEndpointTests {

	private final TestBans config = new TestBans();

	private final Bans bans = this.config.create();

	private final StratumBansEndpoint endpoint = endpoint(this.bans, Show.ALWAYS);

	@Test
	void bansAndLiftsWhatAnOperatorNames() {
		BanDescriptor ban = this.endpoint.add("10.0.0.0/8", null, null, Duration.ofHours(2), "botnet");
		assertThat(ban.address()).isEqualTo("10.0.0.0/8");
		assertThat(ban.worker()).isNull();
		assertThat(ban.account()).isNull();
		assertThat(ban.reason()).isEqualTo("operator");
		assertThat(ban.since()).isEqualTo(this.config.now());
		assertThat(ban.until()).isEqualTo(this.config.now().plus(Duration.ofHours(2)));
		assertThat(ban.comment()).isEqualTo("botnet");
		assertThat(this.endpoint.ban(ban.id())).isEqualTo(ban);
		assertThat(this.endpoint.remove(ban.id())).isTrue();
		assertThat(this.endpoint.remove(ban.id())).isFalse();
		assertThat(this.endpoint.ban(ban.id())).isNull();
	}

	@Test
	void bansForTheConfiguredTimeUnlessToldOtherwise() {
		assertThat(this.endpoint.add(null, null, "alice", null, null).until())
			.isEqualTo(this.config.now().plus(Duration.ofHours(1)));
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1,,,address 192.0.2.1", ",alice.rig1,,worker alice.rig1",
			"2001:db8::/64,alice,,worker@2001:db8::/64 alice", ",,alice,account alice" })
	void knowsEveryKindOfSubject(@Nullable String address, @Nullable String worker, @Nullable String account,
			String subject) {
		BanDescriptor ban = this.endpoint.add(address, worker, account, null, null);
		assertThat(ban.address()).isEqualTo(address);
		assertThat(ban.worker()).isEqualTo(worker);
		assertThat(ban.account()).isEqualTo(account);
		assertThat(this.bans.page(0, 9)).extracting((known) -> known.subject().text()).containsExactly(subject);
		assertThat(this.endpoint.lift(address, worker, account)).isTrue();
		assertThat(this.endpoint.lift(address, worker, account)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ ",,", "192.0.2.1,,alice", ",alice,alice", "pool.example,,", "10.0.0.1/8,,", ",,''", "127.0.0.1,,",
			"127.1.0.0/16,," })
	void refusesOtherSubjects(@Nullable String address, @Nullable String worker, @Nullable String account) {
		this.config.exemptLoopback();
		StratumBansEndpoint strict = endpoint(this.config.create(), Show.ALWAYS);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> strict.add(address, worker, account, null, null));
	}

	@Test
	void refusesNonsense() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.add("192.0.2.1", null, null, Duration.ofSeconds(-1), null))
			.withMessage("duration: PT-1S (expected: more than 0)");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.add("192.0.2.1", null, null, null, "x".repeat(256)));
	}

	@Test
	void pages() {
		for (int i = 0; i < 7; i++) {
			this.bans.add(new BanSubject.Worker("w" + i), null, "");
			this.config.advance(Duration.ofSeconds(1));
		}
		BanPage page = this.endpoint.bans(1, 3);
		assertThat(page.total()).isEqualTo(7);
		assertThat(page.bans()).extracting(BanDescriptor::worker).containsExactly("w3", "w2", "w1");
		assertThat(this.endpoint.bans(null, null).size()).isEqualTo(50);
		assertThat(this.endpoint.bans(Integer.MAX_VALUE, Integer.MAX_VALUE).size()).isEqualTo(500);
		assertThat(this.endpoint.bans(-1, -1).bans()).hasSize(1);
	}

	@Test
	void hidesAddressesAndNamesUnlessTheyMayBeShown() {
		StratumBansEndpoint discreet = endpoint(this.bans, Show.NEVER);
		discreet.add("192.0.2.1", "alice", null, null, null);
		BanDescriptor ban = discreet.bans(null, null).bans().get(0);
		assertThat(discreet.ban(ban.id())).isEqualTo(ban);
		assertThat(ban.address()).isEqualTo("******");
		assertThat(ban.worker()).isEqualTo("******");
		assertThat(ban.account()).isNull();
		assertThat(discreet.remove(ban.id())).isTrue();
	}

	private static StratumBansEndpoint endpoint(Bans bans, Show show) {
		return new StratumBansEndpoint(bans, new Sanitizer(List.of()), show);
	}

}
