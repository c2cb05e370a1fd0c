using System.Diagnostics;
using TorchSample.Tasks;
using static TorchSharp.torch;

namespace TorchSample.Contest;

/// <summary>What became of one training.</summary>
/// <param name="Task">What was learned.</param>
/// <param name="Contender">How.</param>
/// <param name="Losses">The loss of each batch.</param>
/// <param name="Correct">Which share of what it has not seen the network gets right.</param>
/// <param name="SecondsOfSteps">How long the optimizer's steps took.</param>
internal sealed record Result(ILearningTask Task, Contender Contender, double[] Losses, double Correct, double SecondsOfSteps);

/// <summary>Trains a network: the same weights at the begin, and the same batches, for every contender.</summary>
internal static class Training
{
    private const int Seed = 7;

    public static Result Run(ILearningTask task, Contender contender, int steps)
    {
        using var scope = NewDisposeScope();
        using var network = task.CreateNetwork(Seed);
        using var optimizer = contender.Create(network);
        var (random, losses, watch) = (new Random(Seed), new double[steps], new Stopwatch());
        for (var step = 0; step < steps; step++)
        {
            using var ofStep = NewDisposeScope();
            var (inputs, classes) = task.Batch(random);
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(network.call(inputs), classes);
            loss.backward();
            watch.Start();
            optimizer.step();
            watch.Stop();
            losses[step] = loss.item<float>();
        }

        using var off = no_grad();
        network.eval();
        var (unseen, right) = task.Unseen();
        var correct = network.call(unseen).argmax(1).eq(right).to(ScalarType.Float64).mean().item<double>();
        return new(task, contender, losses, correct, watch.Elapsed.TotalSeconds);
    }
}
