// Matrices are decayed and biases are not, each with a rate of its own that follows one schedule; the norm of the gradients is one.
using Descent;
using Descent.Training;

float[] kernel = [1, 2, 3, 4], bias = [1, 2];
var matrices = new AdamW { LearningRate = 0.01, WeightDecay = 0.1 };
var vectors = new Sgd { LearningRate = 0.5 };
using var group = OptimizerGroup.Split((ParameterSelection.ByRank(minimum: 2), matrices), (ParameterSelection.All, vectors));
group.Add("layer.weight", kernel, new float[4], shape: [2, 2]);
group.Add("layer.bias", bias, [3f, 4]);
group.Options.MaximumGradientNorm = 1;
using var schedule = group.Scale(HyperparameterRole.LearningRate, new StepDecay(initial: 1, period: 1, factor: 0.5));

for (var step = 0; step < 2; step++)
{
    var result = group.Step();
    Console.WriteLine($"{result}: {string.Join(' ', group.Hyperparameters.Where(value => value.Schema.Role == HyperparameterRole.LearningRate))}");
}

Console.WriteLine(group["layer.bias"].Weights);
