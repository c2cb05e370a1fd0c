using Descent.Matrices;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Benchmarks;

/// <summary>
/// A step of Muon over the four matrices of a block of GPT-2 small, as Descent compiles it and as PyTorch writes it (<c>torch/optim/_muon.py</c>): one operation after the other, with the
/// products of libtorch's own library, in <c>float</c> or, as is PyTorch's way, rounded to bf16 for the orthogonalization.
/// </summary>
internal sealed class MuonSteps : IDisposable
{
    /// <summary>The name that chooses this measurement.</summary>
    public const string Name = "Muon, a block of GPT-2 small";

    private static readonly long[][] s_shapes = [[768, 2304], [768, 768], [768, 3072], [3072, 768]];

    private readonly TorchParameter[] _parameters = [.. s_shapes.Select(shape => new TorchParameter(randn(shape) * 0.02))];
    private readonly Tensor[] _momentum;
    private readonly DescentOptimizer _ours;

    public MuonSteps(int threads)
    {
        foreach (var parameter in _parameters)
        {
            using var gradient = randn_like(parameter) * 1e-3;
            parameter.grad = gradient;
        }

        _momentum = [.. _parameters.Select(parameter => zeros_like(parameter).detach())];
        _ours = DescentOptimizer.For(_parameters, new Muon { NormGuard = NormGuard.AtLeast });
        _ours.Options.MaxDegreeOfParallelism = threads;
    }

    /// <summary>The steps that take turns, by name.</summary>
    public IReadOnlyList<(string Name, Action Step)> Contenders =>
    [
        ("Descent", () => _ours.step()),
        ("PyTorch's formula, `float`", () => Step(ScalarType.Float32)),
        ("PyTorch's formula, bf16", () => Step(ScalarType.BFloat16)),
        ("libtorch's products alone, `float`", () => Products(ScalarType.Float32)),
    ];

    public void Dispose()
    {
        _ours.Dispose();
        foreach (var (parameter, momentum) in _parameters.Zip(_momentum))
        {
            momentum.Dispose();
            parameter.grad = null;
            parameter.Dispose();
        }
    }

    private void Step(ScalarType type)
    {
        using var gradients = no_grad();
        for (var index = 0; index < _parameters.Length; index++)
        {
            using var scope = NewDisposeScope();
            var (parameter, momentum) = (_parameters[index], _momentum[index]);
            momentum.lerp_(parameter.grad!, 0.05f);
            var update = parameter.grad!.lerp(momentum, 0.95f).to(type);
            var isTall = parameter.shape[0] > parameter.shape[1];
            var x = isTall ? update.t() : update;
            x = x.div(x.norm().clamp(min: 1e-7));
            for (var step = 0; step < 5; step++)
            {
                var gram = x.mm(x.t());
                var polynomial = addmm(gram, gram, gram, -4.7750f, 2.0315f);
                x = addmm(x, polynomial, x, 3.4445f, 1);
            }

            var scale = Math.Sqrt(Math.Max(1, (double)parameter.shape[0] / parameter.shape[1]));
            parameter.add_((isTall ? x.t() : x).to(ScalarType.Float32), alpha: -0.02 * scale);
        }
    }

    private void Products(ScalarType type)
    {
        using var gradients = no_grad();
        foreach (var parameter in _parameters)
        {
            using var scope = NewDisposeScope();
            var update = parameter.grad!.to(type);
            var x = parameter.shape[0] > parameter.shape[1] ? update.t() : update;
            for (var step = 0; step < 5; step++)
            {
                var gram = x.mm(x.t());
                _ = gram.mm(gram).mm(x);
            }
        }
    }
}
