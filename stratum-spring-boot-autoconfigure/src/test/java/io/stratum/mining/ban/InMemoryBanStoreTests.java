package io.stratum.mining.ban;

/**
 * Tests for {@link InMemoryBanStore}.
 */
class InMemoryBanStoreTests extends BanStoreContract {

	private final BanStore store = new InMemoryBanStore();

	@Override
	protected BanStore store() {
		return this.store;
	}

}
