using System.Globalization;
using Descent;
using Descent.Distributed;
using Digits.Mnist;
using Distributed;

const int ImagesPerMicroBatch = 16;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Arguments.Read(args) is not { } arguments)
{
    return 2;
}

if (!MpiCommunicator.IsAvailable(out var reason))
{
    Console.Error.WriteLine(reason);
    return 3;
}

// Every rank has the digits and the network; each computes the gradients of its micro-batches, and steps its share of the weights.
using var communicator = MpiCommunicator.Create();
var data = MnistData.Load(Path.Combine(AppContext.BaseDirectory, "data"));
var network = new Network(data.Training.PixelsPerImage);
using var optimizer = new ShardedOptimizer(
    new AdamW { LearningRate = 2e-3, Options = { GradientScale = 1.0 / arguments.MicroBatches, MaximumGradientNorm = 1, MaxDegreeOfParallelism = 1 } },
    communicator,
    new() { MicroBatches = arguments.MicroBatches, TimeLimit = TimeSpan.FromMinutes(2) });
network.AddTo(optimizer);
optimizer.Share();
if (arguments.Checkpoint is { } checkpoint && File.Exists(checkpoint))
{
    optimizer.Load(checkpoint);
}

var indices = new int[ImagesPerMicroBatch];
for (var step = optimizer.Optimizer["first.weight"].StepCount + 1; step <= arguments.Steps; step++)
{
    var losses = new List<double>();
    foreach (var microBatch in optimizer.MicroBatches)
    {
        for (var image = 0; image < indices.Length; image++)
        {
            indices[image] = (int)(((((long)(step - 1) * arguments.MicroBatches) + microBatch) * indices.Length + image) * 7919 % data.Training.Count);
        }

        losses.Add(network.Learn(data.Training, indices));
        optimizer.TakeGradients();
    }

    // The losses of all micro-batches, in their order, so that their mean is the same on every rank, and for every number of them.
    var loss = optimizer.Gather([.. losses]).Average();
    optimizer.Step();
    if (optimizer.Rank == 0 && (step % 100 == 0 || step == arguments.Steps))
    {
        Console.WriteLine($"step {step,4}   loss {loss:R}");
    }

    if (arguments.Checkpoint is not null && (step % arguments.SaveEvery == 0 || step == arguments.Steps))
    {
        optimizer.Save(arguments.Checkpoint);
    }
}

if (optimizer.Rank == 0)
{
    Console.WriteLine($"test accuracy {network.Accuracy(data.Test):0.0000}");
}

return 0;
