using Descent.Matrices;
using Descent.Training;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Closures, groups, versions, points of evaluation and what Descent.Training attaches: all that stands around a step.</summary>
public sealed class TrainingTests
{
    [TorchFact]
    public void Closure_gives_gradients_where_the_rule_wants_them()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(2, dtype: ScalarType.Float64));
        double[] twin = [1, 1], gradients = new double[2];
        using var optimizer = DescentOptimizer.For([weights], new NesterovLookAhead { LearningRate = 0.1 });
        using var other = new NesterovLookAhead { LearningRate = 0.1 };
        other.Add("0", twin, gradients);
        Assert.Contains("BeforeGradient", Throws<InvalidOperationException>(weights, optimizer), StringComparison.Ordinal);
        for (var step = 0; step < 5; step++)
        {
            using var loss = optimizer.step(() => Loss(weights, optimizer));
            other.BeforeGradient();
            (gradients[0], gradients[1]) = (2 * twin[0], 2 * twin[1]);
            other.Step();
            Assert.Equal(twin, weights.data<double>().ToArray());
        }

        static string Throws<TException>(TorchParameter weights, DescentOptimizer optimizer)
            where TException : Exception
        {
            weights.grad = ones(2, dtype: ScalarType.Float64);
            return Assert.Throws<TException>(() => optimizer.step()).Message;
        }
    }

    [TorchFact]
    public void Rule_of_two_evaluations_calls_the_closure_twice_and_returns_the_loss_of_the_weights()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(2, dtype: ScalarType.Float64));
        using var optimizer = DescentOptimizer.For([weights], new Sam { LearningRate = 0.1 });
        var calls = 0;
        using var loss = optimizer.step(() =>
        {
            calls++;
            return Loss(weights, optimizer);
        });
        Assert.Equal((2, 2.0), (calls, loss.item<double>()));

        double[] twin = [1, 1];
        using var other = new Sam { LearningRate = 0.1 };
        var gradients = new double[] { 2, 2 };
        other.Add("0", twin, gradients);
        other.BeforeGradient();
        (gradients[0], gradients[1]) = (2 * twin[0], 2 * twin[1]);
        other.Step();
        Assert.Equal(twin, weights.data<double>().ToArray());
        Assert.Null(optimizer.step(() => null!));
    }

    [TorchFact]
    public void Second_backward_through_an_old_graph_throws_as_with_TorchSharps_own()
    {
        using var scope = NewDisposeScope();
        Func<IEnumerable<TorchParameter>, optim.Optimizer>[] makers =
        [
            parameters => optim.SGD(parameters, 0.1),
            parameters => DescentOptimizer.For([DescentParamGroup.For(parameters, new Sgd())], publicApiOnly: false),
            parameters => DescentOptimizer.For([DescentParamGroup.For(parameters, new Sgd())], publicApiOnly: true),
        ];
        foreach (var make in makers)
        {
            var weights = new TorchParameter(ones(3));
            using var optimizer = make([weights]);
            using var loss = weights.pow(3).sum();
            loss.backward(retain_graph: true);
            loss.backward(retain_graph: true);
            optimizer.step();
            Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => loss.backward());
        }
    }

    [TorchFact]
    public void Skipped_step_leaves_the_old_graph_valid()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(3));
        using var optimizer = DescentOptimizer.For([weights], new Sgd());
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
        using var loss = weights.pow(3).sum();
        loss.backward(retain_graph: true);
        weights.grad = full(3, float.NaN);
        optimizer.step();
        Assert.True(optimizer.LastResult.IsSkipped);
        loss.backward();
    }

    [TorchFact]
    public void Groups_of_different_rules_are_clipped_as_one()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new TorchParameter(zeros(1)) { grad = full(1, 3f) }, new TorchParameter(zeros(1)) { grad = full(1, 4f) });
        using var optimizer = DescentOptimizer.For(DescentParamGroup.For([first], new Sgd { LearningRate = 1 }), DescentParamGroup.For([second], new HeavyBallMomentum { LearningRate = 1 }));
        optimizer.Options.MaximumGradientNorm = 1;
        optimizer.Options.CollectStatistics = true;
        optimizer.step();
        Assert.Equal(5, optimizer.LastResult.GradientNorm!.Value, 12);
        Assert.Equal(-0.6f, first.item<float>(), 1e-6f);
        Assert.Equal(-0.8f, second.item<float>(), 1e-6f);
        Assert.NotNull(optimizer.Group["1"].Statistics);
        Assert.Equal(2, optimizer.ParamGroups.Count());
    }

    [TorchFact]
    public void Group_is_added_as_a_whole_or_not_at_all()
    {
        using var scope = NewDisposeScope();
        var (first, second, third) = (Ones(), Ones(), Ones());
        using var optimizer = DescentOptimizer.For([("first", first)], new Sgd { LearningRate = 1 });
        optimizer.Options.GradientScale = 0.5;
        var told = 0;
        optimizer.Group.Stepped += (_, _) => told++;
        var adam = new AdamW();
        Assert.Throws<NotSupportedException>(() => optimizer.add_param_group(DescentParamGroup.For([("second", second), ("sparse", new TorchParameter(ones(2, 2).to_sparse()))], adam)));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(DescentParamGroup.For([("second", second), ("third", first)], adam)));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(DescentParamGroup.For([("second", second), ("first", third)], adam)));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new TorchSharp.Modules.ParamGroup()));
        Assert.Throws<ArgumentException>(() => optimizer.add_param_group((DescentParamGroup)optimizer.ParamGroups.Single()));
        Assert.Throws<ArgumentException>(() => DescentOptimizer.For(default(ReadOnlySpan<DescentParamGroup>)));
        Assert.Empty(adam.Parameters);
        Assert.Single(optimizer.ParamGroups);
        optimizer.step();
        Assert.Equal(0.5f, first.data<float>()[0]);

        optimizer.add_param_group(DescentParamGroup.For([("second", second), ("tied", second), ("third", third)], adam));
        optimizer.step();
        Assert.Equal((3, 2), (optimizer.LastResult.Updated, told));
        Assert.Equal(0f, first.data<float>()[0]);
        Assert.Equal([2, 1, 1], optimizer.Group.Parameters.Select(parameter => parameter.StepCount));
        Assert.Equal(["first", "second", "third"], optimizer.Group.Parameters.Select(parameter => parameter.Name));

        static TorchParameter Ones() => new(ones(2)) { grad = ones(2) };
    }

    [TorchFact]
    public void Weights_move_to_where_the_model_is_evaluated_and_back()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(ones(4));
        using var optimizer = DescentOptimizer.For([weights], new ScheduleFreeSgd { LearningRate = 0.5 });
        for (var step = 0; step < 3; step++)
        {
            weights.grad = ones(4);
            optimizer.step();
        }

        using var trained = weights.detach().clone();
        optimizer.eval();
        Assert.False(weights.detach().allclose(trained));
        Assert.Throws<InvalidOperationException>(() => optimizer.step());
        optimizer.train();
        Assert.True(weights.detach().allclose(trained));
    }

    [TorchFact]
    public void Loss_scale_falls_with_overflow_and_leaves_the_step_as_it_is()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(zeros(2, dtype: ScalarType.Float16));
        using var optimizer = DescentOptimizer.For([weights], new Sgd { LearningRate = 1 });
        using var scaler = new LossScaler(optimizer.Group, 1024);
        weights.grad = tensor([float.PositiveInfinity, 1f]).to(ScalarType.Float16);
        optimizer.step();
        Assert.Equal((512.0, 0f), (scaler.Scale, weights.detach().to(ScalarType.Float32)[1].item<float>()));
        weights.grad = tensor([512f, 1024f]).to(ScalarType.Float16);
        optimizer.step();
        Assert.Equal([-1f, -2f], weights.detach().to(ScalarType.Float32).data<float>().ToArray());
    }

    /// <summary>L-BFGS is no rule of single weights: it is Descent.Training's, over the optimizer's parameters.</summary>
    [TorchFact]
    public void Lbfgs_is_that_of_TorchSharp()
    {
        using var scope = NewDisposeScope();
        double[] start = [-1.2, 1, -0.5, 0.8];
        var (theirs, ours) = (new TorchParameter(tensor(start)), new TorchParameter(tensor(start)));
        using var other = optim.LBFGS([theirs], 0.1, max_iter: 10, max_eval: 12, history_size: 100);
        using var optimizer = DescentOptimizer.For([ours], new Sgd());
        ours.grad = zeros_like(ours);
        optimizer.Synchronize();
        var lbfgs = new Lbfgs(optimizer.Group, 100)
        {
            LearningRate = 0.1,
            LineSearch = LineSearchMethod.None,
            MaximumIterations = 10,
            MaximumEvaluations = 12,
            GradientTolerance = 1e-5,
            ChangeTolerance = 1e-9,
        };
        for (var round = 0; round < 5; round++)
        {
            other.step(() =>
            {
                other.zero_grad();
                var loss = Rosenbrock(theirs);
                loss.backward();
                return loss;
            });
            lbfgs.Step(() =>
            {
                optimizer.zero_grad();
                using var loss = Rosenbrock(ours);
                loss.backward();
                optimizer.Synchronize();
                return loss.item<double>();
            });
        }

        Assert.InRange(Sequence.Difference(theirs, ours), 0, 1e-12);

        static Tensor Rosenbrock(Tensor x)
        {
            var (a, b) = (x[..3], x[1..]);
            return ((100 * (b - a.pow(2)).pow(2)) + (1 - a).pow(2)).sum();
        }
    }

    [TorchFact]
    public void Convolutions_follow_TorchSharps_Adam_in_double()
    {
        using var scope = NewDisposeScope();
        var (theirs, ours) = (Network(), Network());
        using var other = optim.Adam(theirs.parameters(), 0.01);
        using var optimizer = TorchDefaults.Adam(ours.named_parameters(), 0.01);
        using var images = rand(8, 1, 8, 8, dtype: ScalarType.Float64);
        using var labels = arange(8, dtype: ScalarType.Int64) % 4;
        for (var step = 0; step < 50; step++)
        {
            Assert.Equal(Train(theirs, other), Train(ours, optimizer), 1e-9);
        }

        Assert.Contains("conv.weight", optimizer.Group.Parameters.Select(parameter => parameter.Name));

        double Train(nn.Module<Tensor, Tensor> network, optim.Optimizer trained)
        {
            trained.zero_grad();
            using var loss = nn.functional.cross_entropy(network.call(images), labels);
            loss.backward();
            trained.step();
            return loss.item<double>();
        }

        static TorchSharp.Modules.Sequential Network()
        {
            manual_seed(3);
            var network = nn.Sequential(("conv", nn.Conv2d(1, 4, 3)), ("relu", nn.ReLU()), ("flat", nn.Flatten()), ("out", nn.Linear(4 * 36, 4)));
            network.to(ScalarType.Float64);
            return network;
        }
    }

    [TorchFact]
    public void Muon_trains_matrices_beside_AdamW()
    {
        using var scope = NewDisposeScope();
        var (matrix, bias) = (new TorchParameter(randn(16, 8)), new TorchParameter(zeros(16)));
        using var optimizer = DescentOptimizer.For(DescentParamGroup.For([("matrix", matrix)], new Muon { LearningRate = 0.1 }), DescentParamGroup.For([("bias", bias)], new AdamW { LearningRate = 0.01 }));
        using var inputs = randn(64, 8);
        using var targets = inputs.matmul(randn(8, 16));
        var losses = Enumerable.Range(0, 60).Select(_ =>
        {
            optimizer.zero_grad();
            using var loss = (inputs.matmul(matrix.t()) + bias - targets).pow(2).mean();
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }).ToArray();
        Assert.True(losses[^1] < 0.2 * losses[0], $"From {losses[0]} to {losses[^1]}.");
    }

    private static Tensor Loss(TorchParameter weights, DescentOptimizer optimizer)
    {
        optimizer.zero_grad();
        var loss = weights.pow(2).sum();
        loss.backward();
        return loss;
    }
}
