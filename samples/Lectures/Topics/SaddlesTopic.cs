using System.Xml.Linq;
using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>The curvature of a loss: what the eigenvalues say of a saddle and how to leave it, Newton's steps, and L-BFGS on the digits.</summary>
internal static class SaddlesTopic
{
    private const int DigitCount = 500, Evaluations = 120;

    /// <summary>The smallest network with a saddle: two weights in a row, an example with input 1 and target 1.</summary>
    private static readonly Landscape s_twoWeights = new(
        "L(w₁, w₂) = (1 − w₁ w₂)²",
        at => Math.Pow(1 - (at.X * at.Y), 2),
        at => new(-2 * at.Y * (1 - (at.X * at.Y)), -2 * at.X * (1 - (at.X * at.Y))));

    public static Topic Topic { get; } = new(
        "saddles",
        "Saddles, and second-order steps",
        "Where the gradient is 0 the curvature decides: all eigenvalues of the Hessian positive, and it is a minimum; one negative, and its eigenvector is the way out.",
        Content)
    {
        About = ["CriticalPointAnalysis", "Hessian", "Newton", "Lbfgs", "Sgd", "Adam"],
        Source = nameof(SaddlesTopic),
    };

    private static object[] Content()
    {
        var (report, escape) = Escape();
        return
        [
            Markup.Formula(s_twoWeights.Formula),
            Markup.Paragraph(
                Invariant($"At w₁ = w₂ = 0 the gradient is 0 and the loss 1, and gradient descent stays for ever. The analysis says: {report.Kind}, eigenvalues of the Hessian {Number(report.Eigenvalues[0])} and {Number(report.Eigenvalues[1])}. ") +
                Invariant($"The eigenvector of the negative one, ({Number(report.EscapeDirection.Span[0])}, {Number(report.EscapeDirection.Span[1])}), leads down; a step of 0.1 along it, and gradient descent finds the valley.")),
            Markup.Figures(
                Markup.Figure(
                    new ContourPicture(s_twoWeights, new(new(-2.2, 2.2), new(-1.6, 1.6)), [0.02, 0.1, 0.25, 0.5, 0.8, 1, 1.3, 2, 3, 5, 8], [Place.SaddlePoint(new(0, 0), new(-30, 4))])
                        .Draw($"Contours of the loss of two weights, with the way of gradient descent from the saddle at 0 to {escape.EndPosition}", escape),
                    Invariant($"The escape: {escape.Steps} steps of SGD at a rate of 0.05 from the saddle to {escape.EndPosition}, loss {escape.End.Loss:0.0000}. The minima are the two curves w₁ w₂ = 1.")),
                NewtonOnQuadratic(),
                NewtonAtSaddle(),
                Approximations()),
            Markup.Heading("L-BFGS against gradient descent on the digits"),
            Markup.Figures(Lbfgs()),
            Markup.Heading("The curvature while a network learns"),
            Curvatures(),
        ];
    }

    private static (CriticalPointReport Report, Trajectory Way) Escape()
    {
        // On the page:
        double[] weights = [0, 0], gradients = [0, 0];
        using var optimizer = new Sgd { LearningRate = 0.05 };
        optimizer.Add("w", weights, gradients);
        var report = new CriticalPointAnalysis().Run(optimizer, LossAndGradients);
        report.Escape(distance: 0.1);
        var start = new Point(weights[0], weights[1]);
        var way = Trajectory.Of(Walker.Sgd(0.05), s_twoWeights, start, steps: 40);

        // So far.
        double LossAndGradients() => Evaluate(s_twoWeights, weights, gradients);
        return (report, way);
    }

    private static double Evaluate(Landscape landscape, double[] weights, double[] gradients)
    {
        var at = new Point(weights[0], weights[1]);
        (gradients[0], gradients[1]) = landscape.Gradient(at);
        return landscape.Height(at);
    }

    private static Trajectory Way(string name, string style, Landscape landscape, params Point[] points)
        => new(Walker.Sgd(1) with { Name = name, Style = style }, landscape, [.. points.Select(point => new Footprint(point, landscape.Height(point)))]);

    /// <summary>One step of Newton's method from a point; <see langword="null"/> and what it says where it refuses.</summary>
    private static (Point? End, string? Refusal) NewtonStep(Landscape landscape, Point start, double damping)
    {
        double[] weights = [start.X, start.Y], gradients = [0, 0];
        using var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);
        try
        {
            new Newton(optimizer) { Damping = damping }.Step(() => Evaluate(landscape, weights, gradients));
            return (new(weights[0], weights[1]), null);
        }
        catch (IndefiniteHessianException refusal)
        {
            return (null, refusal.Message);
        }
    }

    private static XElement NewtonOnQuadratic()
    {
        var (start, steps) = (new Point(-7, 2), 30);
        var end = NewtonStep(Landscape.Ravine, start, damping: 0).End!.Value;
        Trajectory[] ways = [Trajectory.Of(Walker.Sgd(0.95), Landscape.Ravine, start, steps), Way("Newton", "adam", Landscape.Ravine, start, end)];
        return Markup.Figure(
            new ContourPicture(Landscape.Ravine, new(new(-8, 3), new(-2.6, 2.6)), [.. Enumerable.Range(1, 9).Select(k => k * k / 10.0)], [Place.Start(start, new(0, -11)), Place.Minimum(new(0, 0), new(36, 24))])
                .Draw($"Contours of the ravine: Newton's method goes from (−7, 2) to {Landscape.Ravine.Describe(end)} in one straight step, SGD zigzags for {steps} steps", ways),
            $"A quadratic: Newton’s step divides the gradient by the curvature in every direction and is at {Landscape.Ravine.Describe(end)} at once. SGD is on its way after {steps} steps.",
            [.. ways.Select(way => new Curve(way.Walker.Name, way.Walker.Style, []))]);
    }

    private static XElement NewtonAtSaddle()
    {
        var saddle = Landscape.Saddle;
        var start = new Point(0.45, 1.2);
        var refusal = NewtonStep(saddle, start, damping: 0).Refusal;
        var plain = PlainNewton(saddle, start);
        List<Point> damped = [start];
        for (var step = 0; step < 6; step++)
        {
            damped.Add(NewtonStep(saddle, damped[^1], damping: 3).End!.Value);
        }

        Trajectory[] ways = [Way("Newton, damped", "rmsprop", saddle, [.. damped]), Way("Newton, as it is", "adam", saddle, plain)];
        return Markup.Figure(
            new ContourPicture(saddle, new(new(-1.9, 2.1), new(-1.3, 1.7)), [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.5, 0.9, 1.4, 2, 2.7, 3.5], [Place.Start(start, new(26, 4)), Place.SaddlePoint(new(0, 0), new(-30, 4)), Place.Minimum(new(Math.Sqrt(2), 0), new(0, 20))])
                .Draw($"Contours of a saddle: Newton's method as it is goes from (0.45, 1.2) to the saddle, {saddle.Describe(plain[^1])}; with damping to {saddle.Describe(damped[^1])}", ways),
            $"A saddle: where the curvature is negative, dividing by it turns the step around, uphill to where the gradient is 0: {saddle.Describe(plain[^1])}. The library refuses such a step: “{refusal}” With a damping of 3 it goes down, to {saddle.Describe(damped[^1])} in {damped.Count - 1} steps.",
            [.. ways.Select(way => new Curve(way.Walker.Name, way.Walker.Style, []))]);
    }

    /// <summary>Newton's steps as the formula has them, −H⁻¹ g, by the Hessian's differences, wherever they lead.</summary>
    private static Point[] PlainNewton(Landscape landscape, Point start)
    {
        double[] weights = [start.X, start.Y], gradients = [0, 0];
        using var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);
        double Loss() => Evaluate(landscape, weights, gradients);
        List<Point> points = [start];
        for (var step = 0; step < 6; step++)
        {
            var hessian = new Hessian(optimizer, Loss).ToDense();
            Loss();
            var determinant = (hessian[0, 0] * hessian[1, 1]) - (hessian[0, 1] * hessian[1, 0]);
            weights[0] -= ((hessian[1, 1] * gradients[0]) - (hessian[0, 1] * gradients[1])) / determinant;
            weights[1] -= ((hessian[0, 0] * gradients[1]) - (hessian[1, 0] * gradients[0])) / determinant;
            points.Add(new(weights[0], weights[1]));
        }

        return [.. points];
    }

    /// <summary>A curve, its tangent and its parabola at a point, and where a step by each leads.</summary>
    private static XElement Approximations()
    {
        const double at = 2.6, rate = 0.3;
        double[] weight = [at], gradient = [0];
        using var optimizer = new Sgd();
        optimizer.Add("x", weight, gradient);
        var curve = Landscape.TwoValleys;
        double Loss()
        {
            gradient[0] = curve.Gradient(new(weight[0], 0)).X;
            return curve.Height(new(weight[0], 0));
        }

        var curvature = new Hessian(optimizer, Loss).ToDense()[0, 0];
        var (height, slope) = (Loss(), gradient[0]);
        var x = Axis.Linear("x", new(0.4, 3.2), 1);
        Curve Line(string name, string style, Func<double, double> value) => new(name, style, [.. Enumerable.Range(0, 141).Select(i => x.Range.At(i / 140.0)).Select(position => new Point(position, value(position)))]);
        var (byTangent, byParabola) = (at - (rate * slope), at - (slope / curvature));
        return new CurveChart(x, Axis.Linear("f(x)", new(-2.4, 2), 1)).Draw(
            Invariant($"f at x = {at}, by its first and its second derivative. The tangent has no lowest point: how far to go along it, the learning rate must say; {rate} leads to x = {byTangent:0.00}. The parabola has one, at x = {byParabola:0.00}; the lowest point of f is at 2."),
            Line("f", "faint", position => curve.Height(new(position, 0))),
            Line("first order", "sgd", position => height + (slope * (position - at))),
            Line("second order", "momentum", position => height + (slope * (position - at)) + (curvature * (position - at) * (position - at) / 2)),
            new("here", "adam", [new(at, height)], Look.Marks),
            new("its lowest point", "rmsprop", [new(byParabola, height + (slope * (byParabola - at)) + (curvature * (byParabola - at) * (byParabola - at) / 2))], Look.Marks));
    }

    private static XElement Lbfgs()
    {
        var digits = DigitLearner.Data.Training.Range(0, DigitCount);
        Func<double> Prepare(Optimizer optimizer)
        {
            var network = new Digits.Model.Network(digits.PixelsPerImage, digits.Count, new(), new Random(1));
            network.AddTo(optimizer);
            return () => network.ComputeGradients(digits.Images, digits.Labels);
        }

        Curve Descend(string name, string style, Optimizer optimizer)
        {
            using (optimizer)
            {
                var evaluate = Prepare(optimizer);
                List<double> losses = [];
                for (var evaluation = 0; evaluation < Evaluations; evaluation++)
                {
                    losses.Add(Math.Log10(evaluate()));
                    optimizer.Step();
                }

                return Curve.Of(name, style, losses);
            }
        }

        using var holder = new Sgd();
        var lossAndGradients = Prepare(holder);
        var lbfgs = new Lbfgs(holder) { LineSearch = LineSearchMethod.StrongWolfe, MaximumIterations = 1 };
        List<Point> steps = [];
        while (lbfgs.Evaluations < Evaluations && (steps.Count == 0 || steps[^1].Y > -4))
        {
            var result = lbfgs.Step(lossAndGradients);
            steps.Add(new(lbfgs.Evaluations, Math.Log10(result.FinalLoss ?? result.InitialLoss)));
        }

        return new CurveChart(Axis.Linear("evals", new(0, Evaluations), 20), Axis.Logarithmic("loss", new(-4, 0.5))).Draw(
            Invariant($"The book’s network on {DigitCount} digits, all of them at each step, by the number of evaluations of loss and gradient. L-BFGS, which guesses the curvature from its last ten steps and searches along each, comes to a loss of {Math.Pow(10, steps[^1].Y):G2} in {steps[^1].X:0} evaluations. It wants exact gradients: on mini-batches, which move the landscape under it, it does not do as well."),
            Descend("SGD, rate 0.05", "sgd", new Sgd { LearningRate = 0.05 }),
            Descend("Adam, rate 0.001", "rmsprop", new Adam { LearningRate = 1e-3 }),
            new("L-BFGS", "adam", steps));
    }

    private static XElement Curvatures()
    {
        var network = new SmallNetwork(DigitLearner.Data.Training.Range(0, 200), units: 8);
        using var adam = new Adam { LearningRate = 0.01 };
        network.AddTo(adam);
        List<string[]> rows = [];
        var steps = 0;
        foreach (var goal in new[] { 0, 10, 30, 100, 300 })
        {
            for (; steps < goal; steps++)
            {
                network.LossAndGradients();
                adam.Step();
            }

            var loss = network.LossAndGradients();
            var extremes = new Hessian(adam, network.LossAndGradients).FindExtremeEigenvalues(maximumProducts: 60, tolerance: 1e-3);
            rows.Add([$"{goal}", Invariant($"{loss:0.000}"), Number(extremes.Smallest.Value), Number(extremes.Largest.Value), Number(-extremes.Smallest.Value / extremes.Largest.Value)]);
        }

        return new(
            "figure",
            Markup.Table(["step", "loss", "smallest eigenvalue", "largest eigenvalue", "−smallest / largest"], rows),
            new XElement("figcaption", "A network of one hidden layer on 200 digits, trained by Adam, and the two extreme eigenvalues of its Hessian, by Lanczos’s method. A negative one means that there is still a way down that the gradient hardly shows; it fades as the loss falls."));
    }

    private static string Number(double value) => Landscapes.Shared.Text.Significant(value);
}
