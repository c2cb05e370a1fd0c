using System.Xml.Linq;
using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;

namespace Lectures.Learning;

/// <summary>A linear classifier of two clouds of points: two weights and a bias, by logistic regression.</summary>
internal sealed class Classifier
{
    private const int Samples = 200;

    private readonly Point[] _points;
    private readonly double[] _weights = [0, 0, 0];
    private readonly double _distance;

    private Classifier(double distance, Point[] points) => (_distance, _points) = (distance, points);

    /// <summary>Fits a classifier to clouds whose middle is so far from the origin.</summary>
    public static Classifier Fit(double distance)
    {
        var random = new RandomSource(seed: 1, "clouds");
        var side = distance / Math.Sqrt(2);
        var points = Enumerable.Range(0, Samples).Select(i => new Point(side + Sign(i) + (0.45 * random.NextNormal()), side - Sign(i) + (0.45 * random.NextNormal()))).ToArray();
        var classifier = new Classifier(distance, points);
        classifier.Learn();
        return classifier;
    }

    /// <summary>The share of the points on the right side, with the two weights turned by some degrees.</summary>
    public double Accuracy(double degrees)
    {
        var (x, y) = Turned(degrees);
        return Enumerable.Range(0, Samples).Average(i => Sign(i) * ((x * _points[i].X) + (y * _points[i].Y) + _weights[2]) > 0 ? 1.0 : 0.0);
    }

    /// <summary>The points with the line before a turn and after it.</summary>
    public XElement Draw(double degrees, string caption)
    {
        var side = _distance / Math.Sqrt(2);
        var x = Axis.Linear("x", new(side - 3, side + 3), 1);
        var y = Axis.Linear("y", new(side - 2.4, side + 2.4), 1);
        Curve Cloud(string name, string style, int sign) => new(name, style, [.. _points.Where((_, i) => Sign(i) == sign)], Look.Points);
        Curve Line(string name, string style, double turn)
        {
            var (across, up) = Turned(turn);
            return new(name, style, [.. new[] { x.Range.From, x.Range.To }.Select(at => new Point(at, -((across * at) + _weights[2]) / up))]);
        }

        return new CurveChart(x, y, Height: 300).Draw(caption, Cloud("one", "rmsprop", 1), Cloud("other", "adam", -1), Line("line", "momentum", 0), Line("turned", "sgd", degrees));
    }

    private static int Sign(int i) => i % 2 == 0 ? 1 : -1;

    private void Learn()
    {
        var gradients = new double[3];
        using var optimizer = new Sgd();
        optimizer.Add("weights", _weights, gradients);
        new Lbfgs(optimizer) { LineSearch = LineSearchMethod.StrongWolfe, MaximumIterations = 100 }.Step(() =>
        {
            // With a little weight decay, because clouds that can be separated have no best weights otherwise.
            const double decay = 1e-3;
            var loss = decay * ((_weights[0] * _weights[0]) + (_weights[1] * _weights[1])) / 2;
            (gradients[0], gradients[1], gradients[2]) = (decay * _weights[0], decay * _weights[1], 0);
            for (var i = 0; i < Samples; i++)
            {
                var margin = Sign(i) * ((_weights[0] * _points[i].X) + (_weights[1] * _points[i].Y) + _weights[2]);
                loss += Math.Log(1 + Math.Exp(-margin)) / Samples;
                var slope = -Sign(i) / (1 + Math.Exp(margin)) / Samples;
                (gradients[0], gradients[1], gradients[2]) = (gradients[0] + (slope * _points[i].X), gradients[1] + (slope * _points[i].Y), gradients[2] + slope);
            }

            return loss;
        });
    }

    private (double X, double Y) Turned(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        return ((cosine * _weights[0]) - (sine * _weights[1]), (sine * _weights[0]) + (cosine * _weights[1]));
    }
}
