// Gradients of four micro-batches are added up; a step clips their mean, follows a schedule, feeds an average of the weights and is watched.
using Descent;
using Descent.Training;

const int Steps = 40, Batches = 4;
float[] weights = [3, -2], gradients = new float[2];
using var optimizer = new AdamW { WeightDecay = 0 };
optimizer.Add("weights", weights, gradients);
optimizer.Options.GradientScale = 1.0 / Batches;
optimizer.Options.MaximumGradientNorm = 1;
optimizer.Options.ClearGradientsAfterStep = true;

using var schedule = optimizer.Schedule(HyperparameterRole.LearningRate, new CosineDecay(initial: 0.3, steps: Steps));
using var monitor = new TrainingMonitor(optimizer, run: "accumulate");
var average = new ExponentialWeightAverage(optimizer, decay: 0.9);
average.Attach();

var before = Loss();
for (var step = 0; step < Steps; step++)
{
    for (var batch = 0; batch < Batches; batch++)
    {
        gradients[0] += weights[0] - 1;
        gradients[1] += 10 * weights[1];
    }

    monitor.RecordLoss(Loss());
    optimizer.Step();
}

Console.WriteLine($"{schedule.Position} steps, loss {(Loss() < 0.01 * before ? "fell" : "stayed")}");
using (average.SwapIn())
{
    Console.WriteLine($"of the average of {average.Count}: {(Loss() < 0.1 * before ? "fell" : "stayed")}");
}

// (w₀ − 1)² / 2 + 5 w₁²
double Loss() => (Math.Pow(weights[0] - 1, 2) / 2) + (5 * Math.Pow(weights[1], 2));
