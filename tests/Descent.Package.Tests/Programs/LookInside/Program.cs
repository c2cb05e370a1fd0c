// What an optimizer is made of, as one looks at it in a notebook.
using Descent;

float[] weights = [1, -2, 3, 4], gradients = [0.5f, 0.5f, -1, 0];
using var optimizer = new AdamW { WeightDecay = 0 };
Console.WriteLine($"{optimizer.CountStateBytes<float>(124_000_000) >> 20} MiB for GPT-2");

optimizer.Add("layer.weight", weights, gradients, [2, 2]);
optimizer.Step();

foreach (var hyperparameter in optimizer.Hyperparameters)
{
    Console.WriteLine(hyperparameter);
}

foreach (var parameter in optimizer.Parameters)
{
    Console.WriteLine(parameter);
    foreach (var state in parameter.States)
    {
        Console.WriteLine($"  {state}");
    }
}

var moment = optimizer.Get<AdamWState>("layer.weight").State.FirstMoment;
Console.WriteLine($"first moment of the third weight: {moment[2]:G3}");
