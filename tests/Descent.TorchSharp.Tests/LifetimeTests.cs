using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Nothing leaks and nothing reaches for what is gone: with collections at any time, and dispose scopes and disposals in every order.</summary>
[Collection(nameof(ProcessMemory))]
public sealed class LifetimeTests
{
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Thousand_steps_under_forced_collections_leak_nothing(bool publicApiOnly)
    {
        using var model = nn.Linear(20, 10);
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For(model.parameters(), new AdamW { LearningRate = 1e-2 })], publicApiOnly);
        using var inputs = ones(4, 20);
        float first = 0, last = 0;
        for (var step = 0; step < 1000; step++)
        {
            if (step == 100)
            {
                first = last;
            }

            // Each of four orders: scope around all, around the gradients, around the step, around none; gradients kept, zeroed, or let go of.
            using (step % 4 == 0 ? NewDisposeScope() : null)
            {
                using (step % 4 == 1 ? NewDisposeScope() : null)
                {
                    optimizer.zero_grad(set_to_none: step % 3 == 0);
                    using var output = model.call(inputs);
                    using var square = output.pow(2);
                    using var loss = square.sum();
                    loss.backward();
                    last = loss.item<float>();
                }

                if (step % 50 == 0)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                }

                using (step % 4 == 2 ? NewDisposeScope() : null)
                {
                    optimizer.step();
                }
            }
        }

        Assert.True(last < 1e-3 * first || last < 1e-6, $"From {first} to {last}.");
        Assert.Equal(1000, optimizer.Group.Parameters[0].StepCount);
    }

    [TorchTheory, InlineData(false), InlineData(true)]
    public void Steps_keep_no_tensor(bool publicApiOnly)
    {
        using var weights = new TorchParameter(ones(1000));
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([weights], new AdamW())], publicApiOnly);
        for (var step = 0; step < 3; step++)
        {
            Step();
        }

        using var scope = NewDisposeScope();
        var before = scope.DisposablesCount;
        var memory = Resident();
        for (var step = 0; step < 20_000; step++)
        {
            Step();
        }

        Assert.Equal(before, scope.DisposablesCount);
        Assert.InRange(Resident() - memory, long.MinValue, 64 << 20);

        void Step()
        {
            using (var gradient = ones(1000))
            {
                weights.grad = gradient;
            }

            optimizer.step();
        }

        static long Resident()
        {
            GC.Collect();
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    [TorchFact]
    public void Disposals_in_every_order_end_in_exceptions_and_not_in_freed_memory()
    {
        foreach (var order in new[] { "optimizer model", "model optimizer", "rule optimizer", "scope" })
        {
            var rule = new AdamW();
            DescentOptimizer optimizer;
            using (var scope = order == "scope" ? NewDisposeScope() : null)
            {
                var model = nn.Linear(3, 2);
                optimizer = DescentOptimizer.For(model.parameters(), rule);
                using (var loss = model.call(ones(1, 3)).sum())
                {
                    loss.backward();
                }

                optimizer.step();
                switch (order)
                {
                    case "optimizer model":
                        optimizer.Dispose();
                        Assert.Throws<ObjectDisposedException>(() => optimizer.step());
                        model.Dispose();
                        break;
                    case "model optimizer":
                        model.Dispose();
                        Assert.Throws<InvalidOperationException>(() => optimizer.step());
                        break;
                    case "rule optimizer":
                        rule.Dispose();
                        Assert.Throws<ObjectDisposedException>(() => optimizer.step());
                        model.Dispose();
                        break;
                    default:
                        break;
                }
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            if (order == "scope")
            {
                // A scope that ends leaves the parameters of modules as they are.
                optimizer.step();
            }
            else
            {
                Assert.ThrowsAny<InvalidOperationException>(() => optimizer.step());
            }

            optimizer.Dispose();
            optimizer.Dispose();
        }
    }

    [TorchTheory, InlineData(false), InlineData(true)]
    public void Tensor_that_is_gone_is_named(bool publicApiOnly)
    {
        using var model = nn.Linear(3, 2);
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For(model.named_parameters(), new Sgd())], publicApiOnly);
        using var file = new MemoryStream();
        model.to(ScalarType.Float64);
        Assert.All(
            [() => optimizer.step(), () => optimizer.Group.Save(file), optimizer.Synchronize, () => optimizer.zero_grad(set_to_none: true)],
            (Action call) => Assert.Contains("The tensor of parameter 'weight' is disposed", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal));
    }

    [TorchFact]
    public void Module_that_nobody_holds_stays_with_its_optimizer()
    {
        using var optimizer = Make();
        for (var round = 0; round < 5; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            foreach (var parameter in optimizer.parameters())
            {
                using var gradient = ones_like(parameter);
                parameter.grad = gradient;
            }

            optimizer.step();
        }

        Assert.All(optimizer.parameters(), parameter => Assert.True(parameter.detach().lt(0).all().item<bool>()));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static DescentOptimizer Make()
        {
            var model = nn.Linear(3, 2);
            return DescentOptimizer.For(model.parameters(), new Sgd { LearningRate = 1 });
        }
    }
}
