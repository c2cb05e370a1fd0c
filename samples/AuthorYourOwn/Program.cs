using System.Globalization;
using AuthorYourOwn;
using Descent.Testing;

// A rule of your own, used in the three ways there are. The task: find the minimum of f(w) = Σ cᵢ (wᵢ − 1)² / 2, whose slopes cᵢ lie
// between 0.01 and 1, from w = 0. Its gradient is cᵢ (wᵢ − 1).
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Count = 1000;
const int Steps = 300;
var slopes = new float[Count];
for (var i = 0; i < Count; i++)
{
    slopes[i] = 0.01f + (0.99f * i / (Count - 1));
}

// 1. Parameters by name: weights, gradients and state live in the optimizer's parameters, and Step() updates them all.
float[] weights = new float[Count], gradients = new float[Count];
var optimizer = new CautiousMomentum { LearningRate = 0.1 };
var parameter = optimizer.Add("weights", weights, gradients);
for (var step = 0; step < Steps; step++)
{
    Gradient(weights, gradients);
    optimizer.Step();
}

Console.WriteLine($"Add and Step:    loss {Loss(weights):e2} after {parameter.StepCount} steps; velocity of the first weight {parameter.State.Velocity[0]:e2}");

// 2. Spans: one tensor at a time, in memory that belongs to somebody else.
var memory = new float[2 * Count];
var state = optimizer.CreateState(memory.AsSpan(0, Count));
for (var step = 0; step < Steps; step++)
{
    Gradient(memory.AsSpan(0, Count), memory.AsSpan(Count));
    optimizer.Update(memory.AsSpan(0, Count), memory.AsSpan(Count), state);
}

Console.WriteLine($"Spans:           loss {Loss(memory.AsSpan(0, Count)):e2}; the same bits as before: {memory.AsSpan(0, Count).SequenceEqual(weights)}");

// 3. The specification: Reference calls the method of the rule for one weight after the other. The loop gives the same bits.
double[] byLoop = new double[7], byMethod = new double[7], direction = [1, -2, 3, -4, 5, -6, 7];
var loopState = optimizer.CreateState(byLoop);
var methodState = optimizer.CreateState(byMethod);
optimizer.Update(byLoop, direction, loopState);
optimizer.Reference(byMethod, direction, methodState);
Console.WriteLine($"Specification:   the loop and the method agree: {byLoop.AsSpan().SequenceEqual(byMethod)}");

// The tests that the built-in rules pass. In a test project each of these names is a test; a check that fails throws and says where.
var battery = new RuleBattery(() => new CautiousMomentum { LearningRate = 0.1 }) { NotANumber = NotANumberOutcome.WeightStays };
battery.Run();
Console.WriteLine($"Battery:         passed {string.Join(", ", battery.Checks)}");

// What cannot be right is refused, before anything is written. (The compiler refuses a constant such as -1 already.)
try
{
    optimizer.LearningRate *= -1;
}
catch (ArgumentOutOfRangeException error)
{
    Console.WriteLine($"A wrong value:   {error.Message.ReplaceLineEndings(" ")}");
}

void Gradient(ReadOnlySpan<float> at, Span<float> gradient)
{
    for (var i = 0; i < at.Length; i++)
    {
        gradient[i] = slopes[i] * (at[i] - 1);
    }
}

double Loss(ReadOnlySpan<float> at)
{
    var loss = 0.0;
    for (var i = 0; i < at.Length; i++)
    {
        loss += slopes[i] * Math.Pow(at[i] - 1, 2) / 2;
    }

    return loss;
}
