using System.Globalization;
using Consumer;
using Descent;

// 19 weights: whole vectors and a rest, whatever the machine's vector width. All numbers are exact in float, too.
using var optimizer = new AveragedMomentum { WeightDecay = 0.25 };

var added = Enumerable.Range(0, 19).Select(i => (float)i).ToArray();
var parameter = optimizer.Add("weights", added, [.. added.Select(_ => 1f)]);
var result = optimizer.Step();
optimizer.Step();
Print("Add and Step", added);
Print("velocity", parameter.State.Velocity);
Console.WriteLine(FormattableString.Invariant($"updated {result.Updated} parameter, {parameter.StepCount} times"));

Span<double> weights = [.. Enumerable.Range(0, 19)];
Span<double> gradients = stackalloc double[weights.Length];
gradients.Fill(1);
var state = optimizer.CreateState(weights);
optimizer.Update(weights, gradients, state);
optimizer.Update(weights, gradients, state);
Print("spans", weights);

using var sgd = new Sgd { LearningRate = 0.25 };
float[] single = [1];
sgd.Add("single", single, [2f]);
sgd.Step();
Print("built in", single);

static void Print<T>(string name, ReadOnlySpan<T> values)
    where T : IFormattable
{
    var texts = new List<string>();
    foreach (var value in values)
    {
        texts.Add(value.ToString(null, CultureInfo.InvariantCulture));
    }

    Console.WriteLine($"{name}: {string.Join(' ', texts)}");
}
