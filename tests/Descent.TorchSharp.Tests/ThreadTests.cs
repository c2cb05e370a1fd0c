using System.Collections.Concurrent;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>One optimizer on several threads: a call is a whole, or is refused and changes nothing.</summary>
public sealed class ThreadTests
{
    private const int Threads = 4;
    private const int Rows = 50;

    [TorchTheory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void Steps_at_once_are_whole_or_refused(bool isSparse, bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var parameters = Enumerable.Range(0, 20).Select(_ => Make(isSparse)).ToArray();
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For(parameters, new Sgd { LearningRate = 1 })], publicApiOnly);
        var refusals = new ConcurrentBag<string>();
        var done = 0;
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(Run)).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(refusals, refusal => Assert.Contains("is being stepped already", refusal, StringComparison.Ordinal));
        Assert.Equal(Threads * 100, done + refusals.Count);
        Assert.All(optimizer.Group.Parameters, parameter => Assert.Equal(done, parameter.StepCount));
        Assert.All(parameters, parameter => Assert.True(parameter.detach().eq(-done).all().item<bool>()));

        void Run()
        {
            for (var step = 0; step < 100; step++)
            {
                try
                {
                    optimizer.step();
                    Interlocked.Increment(ref done);
                }
                catch (InvalidOperationException refusal)
                {
                    refusals.Add(refusal.Message);
                }
            }
        }
    }

    [TorchFact]
    public void Gradients_stay_while_another_thread_steps()
    {
        using var scope = NewDisposeScope();
        var weights = Make(isSparse: false);
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        Exception? refusal = null;
        optimizer.Group.Stepping += (_, _) =>
        {
            var other = new Thread(() => refusal = Record.Exception(() => optimizer.zero_grad(set_to_none: true)));
            other.Start();
            other.Join();
        };
        optimizer.step();
        Assert.Contains("is being stepped already", Assert.IsType<InvalidOperationException>(refusal).Message, StringComparison.Ordinal);
        Assert.True(weights.detach().eq(-1).all().item<bool>());
    }

    /// <summary>On the thread of the step, where gradients may go once it is done: the weights have changed all the same.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Step_whose_handler_lets_go_of_the_gradients_counts_a_version(bool setToNone)
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        optimizer.Group.Stepped += (_, _) => optimizer.zero_grad(setToNone);
        using var loss = weights.pow(3).sum();
        loss.backward(retain_graph: true);
        optimizer.step();
        Assert.Equal([-2f, -2f, -2f], weights.data<float>().ToArray());
        Assert.Contains("modified by an inplace operation", Assert.ThrowsAny<Exception>(() => loss.backward()).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Step_whose_handler_throws_counts_a_version()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        optimizer.Group.Stepped += (_, _) => throw new FormatException();
        using var loss = weights.pow(3).sum();
        loss.backward(retain_graph: true);
        Assert.Throws<FormatException>(() => optimizer.step());
        Assert.Equal([-2f, -2f, -2f], weights.data<float>().ToArray());
        Assert.Contains("modified by an inplace operation", Assert.ThrowsAny<Exception>(() => loss.backward()).Message, StringComparison.Ordinal);
    }

    /// <summary>A step that throws before it has written leaves the old graph valid.</summary>
    [TorchFact]
    public void Step_that_refuses_a_gradient_counts_no_version()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.Throw;
        using var loss = weights.pow(3).sum();
        weights.grad = full(3, float.NaN);
        Assert.Throws<NonFiniteGradientException>(() => optimizer.step());
        weights.grad = null;
        loss.backward();
        Assert.Equal([3f, 3f, 3f], weights.grad!.data<float>().ToArray());
    }

    /// <summary>Weights move to where the first gradients are wanted, too.</summary>
    [TorchFact]
    public void Move_before_the_first_gradients_counts_a_version()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new NesterovLookAhead { LearningRate = 1, Momentum = 0.5 });
        weights.grad = ones(3);
        optimizer.before_gradient();
        optimizer.step();
        optimizer.zero_grad(set_to_none: true);
        using var loss = weights.pow(3).sum();
        optimizer.before_gradient();
        Assert.Contains("modified by an inplace operation", Assert.ThrowsAny<Exception>(() => loss.backward()).Message, StringComparison.Ordinal);
    }

    /// <summary>And before it is done a step without them is refused, and does not read where they were.</summary>
    [TorchFact]
    public void Step_whose_gradients_are_let_go_of_as_it_begins_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        weights.sum().backward();
        optimizer.Group.Stepping += LetGo;
        Assert.ThrowsAny<InvalidOperationException>(() => optimizer.step());
        Assert.Equal([1f, 1f, 1f], weights.data<float>().ToArray());

        optimizer.Group.Stepping -= LetGo;
        weights.sum().backward();
        optimizer.step();
        Assert.Equal([0f, 0f, 0f], weights.data<float>().ToArray());

        void LetGo(object? sender, EventArgs arguments) => optimizer.zero_grad(set_to_none: true);
    }

    /// <summary>It may clip them into new tensors, for example: the memory of those before is no longer theirs.</summary>
    [TorchTheory, InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void Gradients_that_a_handler_sets_as_the_step_begins_are_those_of_the_step(bool isSparse, bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var weights = Make(isSparse);
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([weights], new Sgd { LearningRate = 1 })], publicApiOnly);
        optimizer.Group.Stepping += (_, _) =>
        {
            using var before = weights.grad!;
            using var after = before.mul(0.5);
            weights.grad = after;
        };
        optimizer.step();
        Assert.True(weights.detach().eq(-0.5).all().item<bool>());
    }

    [TorchTheory, InlineData(false), InlineData(true)]
    public void Step_whose_gradients_a_handler_takes_from_the_tensors_changes_nothing(bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var weights = Make(isSparse: false);
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([weights], new Sgd { LearningRate = 1 })], publicApiOnly);
        EventHandler letGo = (_, _) => weights.grad = null;
        optimizer.Group.Stepping += letGo;
        Assert.Contains("'0' was taken away as the step began", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.True(weights.detach().eq(0).all().item<bool>());

        optimizer.Group.Stepping -= letGo;
        optimizer.step();
        Assert.Equal((0, 1), (optimizer.LastResult.Updated, optimizer.LastResult.MissingGradients));
    }

    /// <summary>Weights of 0 with gradients of 1.</summary>
    private static TorchParameter Make(bool isSparse)
        => new(zeros(Rows, 8)) { grad = isSparse ? sparse_coo_tensor(arange(Rows, dtype: ScalarType.Int64).reshape(1, Rows), ones(Rows, 8), [Rows, 8]) : ones(Rows, 8) };
}
