// A rule of another project is used like a built-in one.
using Rules;

float[] weights = [1, 2], gradients = [1, -1];
using var optimizer = new CautiousMomentum { LearningRate = 0.25 };
var parameter = optimizer.Add("weights", weights, gradients);
optimizer.Step();
gradients[1] = 0.25f;
optimizer.Step();

Console.WriteLine($"weights {string.Join(' ', weights)}");
Console.WriteLine(parameter.State.Velocity);
