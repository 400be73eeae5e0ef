<?php // A bare page: less than any real theme makes. ?>
<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title><?php bloginfo('name'); ?></title><?php wp_head(); ?></head>
<body>
<p id="total"><?php echo $wp_query->found_posts; ?></p>
<?php while (have_posts()) : the_post(); ?>
<article>
<h2><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h2>
<?php the_excerpt(); ?>
</article>
<?php endwhile; ?>
<?php the_posts_pagination(); ?>
<?php wp_footer(); ?>
</body>
</html>
