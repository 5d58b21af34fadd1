package io.stratum.autoconfigure.ban;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.ban.WorkerStanding;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanPolicy;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.InMemoryBanStore;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.mining.ban.RuleBanPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StratumBanAutoConfiguration}: each property has its effect, and a
 * wrong one stops the start.
 */
class StratumBanAutoConfigurationTests {

	private static final Worker ALICE = Worker.of("alice.rig1");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumBanAutoConfiguration.class));

	@Test
	void bansInMemoryByRules() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(RuleBanPolicy.class).hasSingleBean(InMemoryBanStore.class);
			Bans bans = context.getBean(Bans.class);
			Ban ban = bans.add(new BanSubject.Network(IpNetwork.parse("192.0.2.1")), null, "");
			assertThat(Duration.between(ban.since(), ban.until())).isEqualTo(Duration.ofMinutes(10));
			WorkerStanding standing = bans.open(ALICE, address("198.51.100.7"));
			submitInvalid(standing, 499, RejectReason.LOW_DIFFICULTY);
			assertThat(standing.isBanned()).isFalse();
			submitInvalid(standing, 1, RejectReason.DUPLICATE);
			assertThat(standing.isBanned()).isTrue();
			assertThat(malformedUntilBan(bans)).isEqualTo(30);
		});
	}

	@Test
	void bansNobodyWhenDisabled() {
		this.runner.withPropertyValues("stratum.ban.enabled=false").run((context) -> {
			assertThat(context.getBean(Bans.class).isEnabled()).isFalse();
			assertThat(context).doesNotHaveBean(MalformedConnections.class);
		});
	}

	@Test
	void judgesSharesAsConfigured() {
		this.runner
			.withPropertyValues("stratum.ban.check-shares=10", "stratum.ban.invalid-percent=30",
					"stratum.ban.invalid-reasons=stale", "stratum.ban.duration=1d")
			.run((context) -> {
				Bans bans = context.getBean(Bans.class);
				WorkerStanding standing = bans.open(ALICE, address("192.0.2.1"));
				submitInvalid(standing, 100, RejectReason.LOW_DIFFICULTY);
				for (int i = 0; i < 7; i++) {
					standing.addAccepted();
				}
				submitInvalid(standing, 3, RejectReason.STALE);
				assertThat(standing.isBanned()).isTrue();
				Ban ban = bans.page(0, 1).get(0);
				assertThat(Duration.between(ban.since(), ban.until())).isEqualTo(Duration.ofDays(1));
			});
	}

	@Test
	void countsOffencesAsConfigured() {
		this.runner
			.withPropertyValues("stratum.ban.malformed-connections=3", "stratum.ban.failed-logins=2",
					"stratum.ban.banned-workers=2")
			.run((context) -> {
				Bans bans = context.getBean(Bans.class);
				InetAddress address = address("192.0.2.9");
				assertThat(malformedUntilBan(bans)).isEqualTo(3);
				bans.loginFailed(ALICE.name(), address);
				assertThat(bans.admits(ALICE, address)).isTrue();
				bans.loginFailed(ALICE.name(), address);
				assertThat(bans.admits(ALICE, address)).isFalse();
				assertThat(bans.admits(address)).isTrue();
				bans.loginFailed("bob", address);
				bans.loginFailed("bob", address);
				assertThat(bans.admits(address)).isFalse();
			});
	}

	@Test
	void countsRefusedNamesOfAnAddressAsConfigured() {
		this.runner.withPropertyValues("stratum.ban.failed-logins-per-address=3").run((context) -> {
			Bans bans = context.getBean(Bans.class);
			InetAddress address = address("192.0.2.9");
			bans.loginFailed("one", address);
			bans.loginFailed("two", address);
			assertThat(bans.admits(address)).isTrue();
			bans.loginFailed("three", address);
			assertThat(bans.admits(address)).isFalse();
		});
	}

	@Test
	void forgetsOffencesAfterTheInterval() {
		this.runner.withPropertyValues("stratum.ban.malformed-connections=2", "stratum.ban.interval=1ns")
			.run((context) -> {
				Bans bans = context.getBean(Bans.class);
				for (int i = 0; i < 10; i++) {
					bans.malformed(address("192.0.2.1"));
				}
				assertThat(bans.admits(address("192.0.2.1"))).isTrue();
			});
	}

	@Test
	void knowsWhoIsAllowedAndDenied() {
		this.runner
			.withPropertyValues("stratum.ban.allow-list=192.0.2.0/24, 2001:db8::1",
					"stratum.ban.deny-list=0.0.0.0/0,::/0")
			.run((context) -> {
				Bans bans = context.getBean(Bans.class);
				assertThat(bans.admits(address("192.0.2.77"))).isTrue();
				assertThat(bans.admits(address("2001:db8::1"))).isTrue();
				assertThat(bans.admits(address("127.0.0.1"))).isTrue();
				assertThat(bans.admits(address("198.51.100.1"))).isFalse();
				assertThat(bans.admits(address("2001:db8::2"))).isFalse();
				assertThat(bans.admits(address("::ffff:198.51.100.1"))).isFalse();
			});
	}

	@Test
	void exemptsLoopbackUnlessToldOtherwise() {
		this.runner.withPropertyValues("stratum.ban.deny-list=127.0.0.1", "stratum.ban.exempt-loopback=false")
			.run((context) -> assertThat(context.getBean(Bans.class).admits(address("127.0.0.1"))).isFalse());
	}

	@Test
	void bansAsMuchOfAnIpv6AddressAsConfigured() {
		this.runner.withPropertyValues("stratum.ban.ipv6-prefix-length=48", "stratum.ban.malformed-connections=1")
			.run((context) -> {
				Bans bans = context.getBean(Bans.class);
				bans.malformed(address("2001:db8:1:2::3"));
				assertThat(bans.admits(address("2001:db8:1:ffff::"))).isFalse();
				assertThat(bans.admits(address("2001:db8:2::"))).isTrue();
			});
	}

	@Test
	void holdsNoMoreBansThanConfigured() {
		this.runner.withPropertyValues("stratum.ban.max-bans=2").run((context) -> {
			Bans bans = context.getBean(Bans.class);
			for (int i = 0; i < 5; i++) {
				bans.add(new BanSubject.Worker("w" + i), null, "");
			}
			assertThat(bans.size()).isEqualTo(2);
		});
	}

	@Test
	void usesStoreAndPolicyOfTheUser() throws Exception {
		BanStore store = Mockito.mock(BanStore.class);
		Mockito.when(store.load(Mockito.any())).thenReturn(Collections.emptyList());
		BanPolicy policy = Mockito.mock(BanPolicy.class);
		Mockito.when(policy.offended(Mockito.any())).thenReturn(Duration.ofMinutes(1));
		this.runner.withBean(BanStore.class, () -> store)
			.withBean(BanPolicy.class, () -> policy)
			.withPropertyValues("stratum.ban.refresh-interval=20ms", "stratum.ban.store-timeout=1s")
			.run((context) -> {
				assertThat(context).hasSingleBean(BanStore.class).hasSingleBean(BanPolicy.class);
				Mockito.verify(store, Mockito.timeout(5000).atLeast(3)).load(Mockito.any());
				context.getBean(Bans.class).malformed(address("192.0.2.1"));
				Mockito.verify(store, Mockito.timeout(5000)).save(Mockito.any());
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "duration=0s | greater than 0", "check-shares=-1 | between 0 and 1000000",
			"invalid-percent=0 | greater than 0 and at most 100",
			"invalid-percent=100.1 | greater than 0 and at most 100", "invalid-reasons=unconfirmed | some of",
			"invalid-reasons=unauthorized | some of", "invalid-reasons= | at least one reason",
			"malformed-connections=-1 | between", "failed-logins=-1 | between",
			"failed-logins-per-address=-1 | between", "banned-workers=-1 | between", "interval=-1s | greater than 0",
			"allow-list=pool.example | addresses and networks", "allow-list=10.0.0.1/8 | addresses and networks",
			"deny-list=10.0.0.0/33 | addresses and networks", "deny-list=127.0.0.1 | nothing that",
			"ipv6-prefix-length=31 | between 32 and 128", "max-bans=0 | between 1 and 100000",
			"refresh-interval=0s | greater than 0", "store-timeout=0s | greater than 0" })
	void stopsTheStartAndSaysTheCure(String property, String expected) {
		this.runner.withPropertyValues("stratum.ban." + property).run((context) -> {
			FailureAnalyzedException failure = failure(context);
			assertThat(failure.analysis().getDescription())
				.startsWith("Property 'stratum.ban." + property.substring(0, property.indexOf('=')) + "': ")
				.contains("(expected: " + expected);
			assertThat(failure.analysis().getAction()).isNotBlank();
		});
	}

	@Test
	void refusesADenyListThatHasNoEffect() {
		this.runner.withPropertyValues("stratum.ban.deny-list=10.1.0.0/16", "stratum.ban.allow-list=10.0.0.0/8")
			.run((context) -> assertThat(failure(context).analysis().getDescription()).contains("10.1.0.0/16"));
		this.runner.withPropertyValues("stratum.ban.deny-list=10.1.0.0/16", "stratum.ban.enabled=false")
			.run((context) -> assertThat(failure(context).analysis().getDescription())
				.contains("'stratum.ban.enabled' is false"));
	}

	@Test
	void refusesMisspeltKeys() {
		this.runner.withPropertyValues("stratum.ban.denylst=10.1.0.0/16")
			.run((context) -> assertThat(context).hasFailed());
	}

	private static FailureAnalyzedException failure(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		Throwable cause = context.getStartupFailure();
		while (cause != null && !(cause instanceof FailureAnalyzedException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isNotNull();
		return (FailureAnalyzedException) cause;
	}

	private static int malformedUntilBan(Bans bans) {
		InetAddress address = address("198.51.100.8");
		int connections = 0;
		while (bans.admits(address)) {
			bans.malformed(address);
			connections++;
		}
		return connections;
	}

	private static void submitInvalid(WorkerStanding standing, int shares, RejectReason reason) {
		for (int i = 0; i < shares; i++) {
			standing.addRejected(reason);
		}
	}

	private static InetAddress address(String literal) {
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
