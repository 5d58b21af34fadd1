package io.stratum.autoconfigure.mining;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateCustomizer;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.job.Templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CustomizedTemplatesTests {

	private static final BlockTemplate TEMPLATE = Templates.template().build();

	private final CompletableFuture<BlockTemplate> next = new CompletableFuture<>();

	private final BlockTemplateSource source = new BlockTemplateSource() {

		@Override
		public BlockTemplate fetch() {
			return TEMPLATE;
		}

		@Override
		public CompletionStage<BlockTemplate> next(BlockTemplate current) {
			return CustomizedTemplatesTests.this.next;
		}

	};

	@Test
	void customizesWhatIsFetchedAndWhatFollowsInOrder() throws Exception {
		CustomizedTemplates templates = customized((template) -> template.toBuilder().height(7).build(),
				(template) -> template.toBuilder().version(template.height()).build());
		assertThat(templates.fetch()).isEqualTo(TEMPLATE.toBuilder().height(7).version(7).build());
		CompletionStage<BlockTemplate> following = templates.next(TEMPLATE);
		assertThat(following.toCompletableFuture()).isNotDone();
		this.next.complete(TEMPLATE);
		assertThat(following.toCompletableFuture().join().version()).isEqualTo(7);
	}

	@Test
	void namesACustomizerThatFails() {
		CustomizedTemplates templates = customized((template) -> {
			throw new IOException("no answer");
		});
		assertThatIllegalStateException().isThrownBy(templates::fetch)
			.withMessageStartingWith("BlockTemplateCustomizer (" + CustomizedTemplatesTests.class.getName())
			.withMessageEndingWith(" failed: no answer");
		this.next.complete(TEMPLATE);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> templates.next(TEMPLATE).toCompletableFuture().join())
			.withMessageContaining("no answer");
	}

	private CustomizedTemplates customized(BlockTemplateCustomizer... customizers) {
		return new CustomizedTemplates(this.source, List.of(customizers));
	}

}
