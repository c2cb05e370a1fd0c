using System.Globalization;
using TorchSample.Contest;
using TorchSample.Tasks;

var (steps, output) = (300, "torch.html");
for (var index = 0; index < args.Length; index++)
{
    switch (args[index])
    {
        case "--steps" when index + 1 < args.Length && int.TryParse(args[index + 1], CultureInfo.InvariantCulture, out var number) && number is >= 10 and <= 100_000:
            steps = number;
            index++;
            break;
        case "--output" when index + 1 < args.Length:
            output = args[++index];
            break;
        default:
            Console.Error.WriteLine($"'{args[index]}' is not understood: --steps N, from 10 to 100,000, and --output FILE.");
            return 1;
    }
}

// The networks are small: more threads would wait for each other.
TorchSharp.torch.set_num_threads(1);
List<Result> results = [];
foreach (var task in new ILearningTask[] { new Digits(Path.Combine(AppContext.BaseDirectory, "data")), new Sums() })
{
    foreach (var contender in Contender.All)
    {
        var result = Training.Run(task, contender, steps);
        Console.WriteLine($"{task.Name}, {contender.Name}: loss {result.Losses[^1]:F3}, {result.Correct:P1} right, {result.SecondsOfSteps:F2} s in steps");
        results.Add(result);
    }
}

await File.WriteAllTextAsync(output, Page.Write(results, steps));
Console.WriteLine($"Drawn in {Path.GetFullPath(output)}");
return 0;
