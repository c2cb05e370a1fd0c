// Rules with German, French, Spanish, Italian and Russian names.

// Gradientenabstieg mit Trägheitsterm und Gewichtsabnahme.
[Optimizer]
public sealed partial class Gradientenabstieg
{
    [Hyperparameter(0.01, Min = 0)] public partial double Lernrate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Trägheit { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Gewichtsabnahme { get; set; }

    [Update]
    private void Schritt(ref double gewicht, double gradient, [State] ref double geschwindigkeit)
    {
        geschwindigkeit = Trägheit * geschwindigkeit + gradient + Gewichtsabnahme * gewicht;
        gewicht -= Lernrate * geschwindigkeit;
    }
}

// Adam auf Deutsch, mit Hilfsmethoden für Mittel und Korrektur.
[Optimizer]
public sealed partial class DeutscherAdam
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Schrittweite { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Gedächtnis1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Gedächtnis2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Schutz { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double Abklingen { get; set; }

    [Update]
    private void Schritt(ref double gewicht, double gradient, [State] ref double mittel, [State] ref double quadrat, [Step] int schritt)
    {
        Mitteln(ref mittel, gradient, Gedächtnis1);
        Mitteln(ref quadrat, gradient * gradient, Gedächtnis2);
        var richtung = Korrigiert(mittel, Gedächtnis1, schritt) / (Math.Sqrt(Korrigiert(quadrat, Gedächtnis2, schritt)) + Schutz);
        gewicht -= Schrittweite * (richtung + Abklingen * gewicht);
    }

    private static void Mitteln(ref double mittel, double wert, double gedächtnis) => mittel = gedächtnis * mittel + (1 - gedächtnis) * wert;

    private static double Korrigiert(double mittel, double gedächtnis, int schritt) => mittel / (1 - Math.Pow(gedächtnis, schritt));
}

// Elastische Rückpropagierung (Riedmiller, Braun 1993) mit Gewichtsrücknahme.
[Optimizer]
public sealed partial class ElastischeRückpropagierung
{
    [Hyperparameter(0.1, Above = 0)] public partial double Anfangsschritt { get; set; }
    [Hyperparameter(50, Above = 0)] public partial double GrößterSchritt { get; set; }
    [Hyperparameter(1e-6, Min = 0)] public partial double KleinsterSchritt { get; set; }

    [Update]
    private void Schritt(
        ref double gewicht, double ableitung, [State] ref double letzteAbleitung,
        [State(From = nameof(Anfangsschritt))] ref double schritt, [State] ref double letzteÄnderung)
    {
        var vorzeichen = letzteAbleitung * ableitung;
        if (vorzeichen > 0)
        {
            schritt = Math.Min(1.2 * schritt, GrößterSchritt);
            letzteÄnderung = -schritt * Math.Sign(ableitung);
            gewicht += letzteÄnderung;
            letzteAbleitung = ableitung;
        }
        else if (vorzeichen < 0)
        {
            schritt = Math.Max(0.5 * schritt, KleinsterSchritt);
            gewicht -= letzteÄnderung;
            letzteAbleitung = 0;
        }
        else
        {
            letzteÄnderung = -schritt * Math.Sign(ableitung);
            gewicht += letzteÄnderung;
            letzteAbleitung = ableitung;
        }
    }
}

// Descente de gradient avec inertie de Nesterov.
[Optimizer]
public sealed partial class DescenteDeGradient
{
    [Hyperparameter(0.01, Min = 0)] public partial double TauxApprentissage { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Inertie { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Penalite { get; set; }

    [Update]
    private void Pas(ref double poids, double gradient, [State] ref double vitesse)
    {
        var pente = gradient + Penalite * poids;
        vitesse = Inertie * vitesse - TauxApprentissage * pente;
        poids += Inertie * vitesse - TauxApprentissage * pente;
    }
}

// RMSProp en français, avec plafonnement du gradient éteint par défaut.
[Optimizer]
public sealed partial class MoyenneQuadratique
{
    [Hyperparameter(1e-3, Min = 0)] public partial double Taux { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Oubli { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double Plancher { get; set; }
    [Hyperparameter(double.MaxValue, Above = 0)] public partial double Plafond { get; set; }
    [Hyperparameter(5e-3, Min = 0)] public partial double Amortissement { get; set; }

    [Update]
    private void Pas(ref double poids, double gradient, [State] ref double carre)
    {
        gradient = Math.Max(-Plafond, Math.Min(Plafond, gradient));
        carre = Oubli * carre + (1 - Oubli) * gradient * gradient;
        poids *= 1 - Taux * Amortissement;
        poids -= Taux * gradient / Math.Sqrt(carre + Plancher);
    }
}

// Descenso con impulso, olvido y tasa decreciente.
[Optimizer]
public sealed partial class DescensoConImpulso
{
    [Hyperparameter(0.05, Min = 0)] public partial double TasaDeAprendizaje { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Impulso { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Enfriamiento { get; set; }
    [Hyperparameter(1e-4, Min = 0)] public partial double Contraccion { get; set; }

    [Update]
    private void Paso(ref double peso, double gradiente, [State] ref double velocidad, [Step] int paso)
    {
        var tasa = TasaDeAprendizaje / (1 + Enfriamiento * paso);
        velocidad = Impulso * velocidad + (1 - Impulso) * gradiente;
        peso = peso - tasa * velocidad - tasa * Contraccion * peso;
    }
}

// Discesa con media mobile corretta.
[Optimizer]
public sealed partial class DiscesaConMedia
{
    [Hyperparameter(0.01, Min = 0)] public partial double Passo { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Memoria { get; set; }

    [Update]
    private void Aggiorna(ref double peso, double gradiente, [State] ref double media, [Step] int n)
    {
        media = Memoria * media + (1 - Memoria) * gradiente;
        peso -= Passo * media / (1 - Math.Pow(Memoria, n));
    }
}

// Градиентный спуск с инерцией и затуханием весов.
[Optimizer]
public sealed partial class ГрадиентныйСпуск
{
    [Hyperparameter(0.01, Min = 0)] public partial double Шаг { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Инерция { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Затухание { get; set; }

    [Update]
    private void Обновить(ref double вес, double градиент, [State] ref double скорость)
    {
        скорость = Инерция * скорость - Шаг * градиент;
        вес = (1 - Шаг * Затухание) * вес + скорость;
    }
}

// Papers' own letters: heavy ball of Polyak (1964), x_{k+1} = x_k − α∇f + β(x_k − x_{k−1}).
[Optimizer]
public sealed partial class TwoPointHeavyBall
{
    [Hyperparameter(0.01, Min = 0)] public partial double α { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double β { get; set; }

    [Update]
    private void Iterate(ref double x, double f, [State(From = nameof(x))] ref double xPrevious)
    {
        var next = x - α * f + β * (x - xPrevious);
        xPrevious = x;
        x = next;
    }
}

// Algorithm 1 of Kingma and Ba (2015) in its letters; the regularisation λ is that of AdamW.
[Optimizer]
public sealed partial class AlgorithmOne
{
    [Hyperparameter(0.001, Min = 0)] public partial double α { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double β1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double β2 { get; set; }
    [Hyperparameter(1e-8, Above = 0)] public partial double ε { get; set; }
    [Hyperparameter(0.05, Min = 0)] public partial double λ { get; set; }

    [Update]
    private void Step(ref double θ, double g, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = β1 * m + (1 - β1) * g;
        v = β2 * v + (1 - β2) * (g * g);
        var m̂ = m / (1 - Math.Pow(β1, t));
        var v̂ = v / (1 - Math.Pow(β2, t));
        θ = θ - α * (m̂ / (Math.Sqrt(v̂) + ε) + λ * θ);
    }
}
