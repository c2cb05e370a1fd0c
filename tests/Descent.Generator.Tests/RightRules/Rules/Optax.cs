// Rules as Optax and other JAX code writes them: b1, b2, eps, eps_root, mu and nu.

// optax.adam with eps_root and nesterov.
[Optimizer]
public sealed partial class OptaxAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double EpsRoot { get; set; }
    [Hyperparameter(false)] public partial bool Nesterov { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double mu, [State] ref double nu, [Step] int count)
    {
        mu = (1 - B1) * g + B1 * mu;
        nu = (1 - B2) * (g * g) + B2 * nu;
        var muHat = Nesterov
            ? B1 * (mu / (1 - Math.Pow(B1, count + 1))) + (1 - B1) * (g / (1 - Math.Pow(B1, count)))
            : mu / (1 - Math.Pow(B1, count));
        var nuHat = nu / (1 - Math.Pow(B2, count));
        param += -LearningRate * (muHat / (Math.Sqrt(nuHat + EpsRoot) + Eps));
    }
}

// optax.adabelief: ε inside as well, added to the stored variance.
[Optimizer]
public sealed partial class OptaxAdaBelief
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-16, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(1e-16, Min = 0)] public partial double EpsRoot { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double mu, [State] ref double nu, [Step] int count)
    {
        mu = B1 * mu + (1 - B1) * g;
        var predictionError = g - mu;
        nu = B2 * nu + (1 - B2) * (predictionError * predictionError);
        var muHat = mu / (1 - Math.Pow(B1, count));
        var nuHat = nu / (1 - Math.Pow(B2, count));
        param -= LearningRate * muHat / (Math.Sqrt(nuHat + EpsRoot) + Eps);
    }
}

// optax.adamw: the decay joins the update before the learning rate.
[Optimizer]
public sealed partial class OptaxAdamW
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Eps { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Decay { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double mu, [State] ref double nu, [Step] int count)
    {
        mu = B1 * mu + (1 - B1) * grad;
        nu = B2 * nu + (1 - B2) * grad * grad;
        var update = mu / (1 - Math.Pow(B1, count)) / (Math.Sqrt(nu / (1 - Math.Pow(B2, count))) + Eps);
        update += Decay * param;
        param -= Lr * update;
    }
}

// optax.lion with decoupled decay.
[Optimizer]
public sealed partial class OptaxLion
{
    [Hyperparameter(1e-4, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Lambda { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double mu)
    {
        double sign = Math.Sign((1 - B1) * g + B1 * mu);
        mu = (1 - B2) * g + B2 * mu;
        param -= Lr * (sign + Lambda * param);
    }
}

// optax.scale_by_rss: reciprocal square root of the sum, 0 where the sum is 0.
[Optimizer]
public sealed partial class OptaxAdagrad
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-7, Min = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double param, double g, [State(Initial = 0.1)] ref double sumOfSquares)
    {
        sumOfSquares += g * g;
        var invSqrtGSquare = sumOfSquares > 0 ? 1 / Math.Sqrt(sumOfSquares + Eps) : 0;
        param -= LearningRate * (invSqrtGSquare * g);
    }
}

// optax.yogi: both moments start at 1e-6.
[Optimizer]
public sealed partial class OptaxYogi
{
    [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-3, Above = 0)] public partial double Eps { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double mu, [State(Initial = 1e-6)] ref double nu, [Step] int count)
    {
        mu = B1 * mu + (1 - B1) * g;
        nu -= (1 - B2) * Math.Sign(nu - g * g) * (g * g);
        var muHat = mu / (1 - Math.Pow(B1, count));
        var nuHat = nu / (1 - Math.Pow(B2, count));
        param -= LearningRate * muHat / (Math.Sqrt(nuHat) + Eps);
    }
}

// optax.optimistic_gradient_descent.
[Optimizer]
public sealed partial class OptaxOptimistic
{
    [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1, Min = 0)] public partial double Alpha { get; set; }
    [Hyperparameter(1, Min = 0)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double param, double grad, [State] ref double previousGradient, [Step] int count)
    {
        var previous = count == 1 ? grad : previousGradient;
        param -= LearningRate * ((Alpha + Beta) * grad - Beta * previous);
        previousGradient = grad;
    }
}

// optax.sign_sgd after optax.trace: signed momentum.
[Optimizer]
public sealed partial class OptaxSignedTrace
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Decay { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double trace)
    {
        trace = g + Decay * trace;
        param -= LearningRate * Math.Sign(trace);
    }
}

// optax.lamb: the trust ratio is 1 where a norm is 0.
[Optimizer]
public sealed partial class OptaxLamb
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double L2 { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double mu, [State] ref double nu, [Step] int count)
    {
        mu = B1 * mu + (1 - B1) * g;
        nu = B2 * nu + (1 - B2) * g * g;
        var u = mu / (1 - Math.Pow(B1, count)) / (Math.Sqrt(nu / (1 - Math.Pow(B2, count))) + Eps) + L2 * param;
        var paramNorm = Math.Sqrt(Reduce.Sum(param * param));
        var updateNorm = Math.Sqrt(Reduce.Sum(u * u));
        var trustRatio = paramNorm == 0 || updateNorm == 0 ? 1 : paramNorm / updateNorm;
        param -= LearningRate * trustRatio * u;
    }
}

// optax.noisy_sgd: annealed Gaussian noise on the gradient, eta / (1 + t)^gamma.
[Optimizer]
public sealed partial class OptaxNoisySgd
{
    [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Eta { get; set; }
    [Hyperparameter(0.55, Min = 0)] public partial double Gamma { get; set; }

    [Update]
    private void Update(ref double param, double grad, [Input] double noise, [Step] int count)
    {
        var variance = Eta / Math.Pow(1.0 + count, Gamma);
        param -= LearningRate * (grad + Math.Sqrt(variance) * noise);
    }
}

// optax.scale_by_novograd.
[Optimizer]
public sealed partial class OptaxNovoGrad
{
    [Hyperparameter(1e-2, Min = 0)] public partial double Lr { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double B1 { get; set; }
    [Hyperparameter(0.25, Min = 0, Below = 1)] public partial double B2 { get; set; }
    [Hyperparameter(1e-6, Above = 0)] public partial double Eps { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Wd { get; set; }

    [Update]
    private void Update(ref double param, double g, [State] ref double mu, [State(Per = Per.Tensor)] ref double nu, [Step] int count)
    {
        var squaredNorm = Reduce.Sum(g * g);
        nu = count == 1 ? squaredNorm : B2 * nu + (1 - B2) * squaredNorm;
        var addition = g / (Math.Sqrt(nu) + Eps) + Wd * param;
        mu = count == 1 ? addition : B1 * mu + addition;
        param -= Lr * mu;
    }
}
